module example.com/planted/subprocess-at-init

go 1.22
