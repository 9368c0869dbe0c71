module example.com/planted/once-wait

go 1.22
