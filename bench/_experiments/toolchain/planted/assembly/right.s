TEXT ·shift(SB), 4, $0-0
	SHLQ CX, BX
	RET
