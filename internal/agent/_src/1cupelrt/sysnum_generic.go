//go:build arm64 || loong64 || riscv64

package cupelrt

// Numbers of the generic table that newer architectures share.
const (
	sysFcntl    = 25
	sysRead     = 63
	sysWrite    = 64
	sysGetpid   = 172
	sysSendto   = 206
	sysRecvfrom = 207
)
