module example.com/planted/fsync-at-init

go 1.22
