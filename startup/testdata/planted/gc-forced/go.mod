module example.com/planted/gc-forced

go 1.22
