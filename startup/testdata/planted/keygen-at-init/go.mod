module example.com/planted/keygen-at-init

go 1.22
