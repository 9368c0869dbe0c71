module example.com/planted/keygen-on-path

go 1.22
