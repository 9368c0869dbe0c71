// The syntax is right, the operand is not: a shift takes its count from CX alone.
TEXT ·shift(SB), 4, $0-0
	SHLQ AX, BX
	RET
