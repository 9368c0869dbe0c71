module example.com/planted/several-globals

go 1.22
