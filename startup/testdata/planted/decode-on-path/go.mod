module example.com/planted/decode-on-path

go 1.22
