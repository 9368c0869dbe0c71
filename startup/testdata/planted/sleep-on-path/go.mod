module example.com/planted/sleep-on-path

go 1.22
