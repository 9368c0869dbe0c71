module example.com/planted/several-signer

go 1.22
