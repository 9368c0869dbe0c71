module example.com/planted/file-on-path

go 1.22
