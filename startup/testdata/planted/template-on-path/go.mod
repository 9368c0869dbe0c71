module example.com/planted/template-on-path

go 1.22
