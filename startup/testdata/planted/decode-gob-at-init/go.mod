module example.com/planted/decode-gob-at-init

go 1.22
