module example.com/planted/gc-on-path

go 1.22
