module example.com/planted/dns-on-path

go 1.22
