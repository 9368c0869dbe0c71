module example.com/planted/several-parallel

go 1.22
