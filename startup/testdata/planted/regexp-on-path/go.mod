module example.com/planted/regexp-on-path

go 1.22
