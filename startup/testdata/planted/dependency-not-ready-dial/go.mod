module example.com/planted/dependency-not-ready-dial

go 1.22
