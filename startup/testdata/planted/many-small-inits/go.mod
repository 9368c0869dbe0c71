module example.com/planted/many-small-inits

go 1.22
