module example.com/planted/channel-handoff

go 1.22
