module example.com/planted/dependency-not-ready-ping

go 1.22
