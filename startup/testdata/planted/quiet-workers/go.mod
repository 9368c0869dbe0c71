module example.com/planted/quiet-workers

go 1.22
