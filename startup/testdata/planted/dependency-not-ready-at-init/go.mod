module example.com/planted/dependency-not-ready-at-init

go 1.22
