module example.com/planted/several-search

go 1.22
