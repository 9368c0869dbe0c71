module example.com/planted/several-report

go 1.22
