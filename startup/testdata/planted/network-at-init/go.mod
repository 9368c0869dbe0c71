module example.com/planted/network-at-init

go 1.22
