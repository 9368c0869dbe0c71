module example.com/planted/dns-at-init

go 1.22
