module example.com/planted/file-lock-at-init

go 1.22
