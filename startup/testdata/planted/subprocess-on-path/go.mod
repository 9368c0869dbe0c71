module example.com/planted/subprocess-on-path

go 1.22
