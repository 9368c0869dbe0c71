module example.com/planted/decode-xml-at-init

go 1.22
