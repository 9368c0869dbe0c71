module example.com/planted/dependency-not-ready-tls

go 1.22
