package main

import (
	"fmt"

	"example.com/dep"
	"example.com/forms/lib"
)

var version = "none"

var commit = "none"

func main() { fmt.Print(lib.Name, " ", dep.Name, " ", version, " ", commit) }
