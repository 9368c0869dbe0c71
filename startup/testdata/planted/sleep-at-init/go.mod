module example.com/planted/sleep-at-init

go 1.22
