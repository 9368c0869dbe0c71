module example.com/planted/retry-backoff

go 1.22
