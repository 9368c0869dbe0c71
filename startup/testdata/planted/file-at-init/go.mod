module example.com/planted/file-at-init

go 1.22
