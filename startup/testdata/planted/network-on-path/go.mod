module example.com/planted/network-on-path

go 1.22
