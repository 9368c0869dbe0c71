module example.com/planted/quiet-server

go 1.22
