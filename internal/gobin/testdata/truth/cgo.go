package main

// static int twice(int x) { return 2 * x; }
import "C"

func init() { work += int(C.twice(C.int(work))) }
