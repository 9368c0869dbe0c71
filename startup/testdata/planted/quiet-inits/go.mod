module example.com/planted/quiet-inits

go 1.22
