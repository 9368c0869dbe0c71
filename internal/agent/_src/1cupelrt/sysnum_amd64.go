package cupelrt

const (
	sysRead     = 0
	sysWrite    = 1
	sysGetpid   = 39
	sysSendto   = 44
	sysRecvfrom = 45
	sysFcntl    = 72
)
