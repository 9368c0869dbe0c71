module example.com/planted/dynamic-linking

go 1.22
