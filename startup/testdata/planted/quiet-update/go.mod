module example.com/planted/quiet-update

go 1.22
