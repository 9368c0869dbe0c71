module example.com/planted/file-lock-on-path

go 1.22
