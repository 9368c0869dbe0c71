// The same with a register: to show that the assembler takes such a file.
TEXT ·possible(SB), 4, $0-0
	MOVQ $1, AX
	RET
