// Published: go run -o FILE main.go builds and runs the program, and leaves the file.
package main

import "fmt"

func main() { fmt.Println("ran=true") }
