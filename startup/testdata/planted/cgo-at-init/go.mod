module example.com/planted/cgo-at-init

go 1.22
