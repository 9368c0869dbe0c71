module example.com/planted/subprocess-self-on-path

go 1.22
