module example.com/planted/several-graph

go 1.22
