module example.com/planted/wait-group

go 1.22
