module example.com/planted/goroutine-burst

go 1.22
