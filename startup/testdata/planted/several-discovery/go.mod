module example.com/planted/several-discovery

go 1.22
