module example.com/planted/serial-waits

go 1.22
