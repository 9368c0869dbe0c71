module example.com/planted/regexp-at-init

go 1.22
