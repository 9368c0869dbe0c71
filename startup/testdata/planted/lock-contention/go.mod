module example.com/planted/lock-contention

go 1.22
