module example.com/planted/fsync-on-path

go 1.22
