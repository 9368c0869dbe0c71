module example.com/planted/cgo-on-path

go 1.22
