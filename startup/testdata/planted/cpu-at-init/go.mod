module example.com/planted/cpu-at-init

go 1.22
