module example.com/planted/quiet-table

go 1.22
