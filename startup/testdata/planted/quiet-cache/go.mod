module example.com/planted/quiet-cache

go 1.22
