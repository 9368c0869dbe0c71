module example.com/planted/decode-at-init

go 1.22
