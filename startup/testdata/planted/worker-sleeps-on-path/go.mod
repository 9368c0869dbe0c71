module example.com/planted/worker-sleeps-on-path

go 1.22
