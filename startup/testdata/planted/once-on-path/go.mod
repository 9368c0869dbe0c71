module example.com/planted/once-on-path

go 1.22
