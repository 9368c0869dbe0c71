module example.com/planted/cpu-on-path

go 1.22
