module example.com/planted/template-at-init

go 1.22
