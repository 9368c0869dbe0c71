module example.com/planted/several-service

go 1.22
