module example.com/planted/table-at-init

go 1.22
