package main

// static int answer(void) { return 42; }
import "C"

import (
	"fmt"
	"path/filepath"
	"runtime"
)

func main() {
	_, file, line, _ := runtime.Caller(0)
	fmt.Print(C.answer(), " ", filepath.Base(filepath.Dir(file)), " ", line)
}
