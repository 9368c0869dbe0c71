// The smallest program that still prints by way of fmt.
package main

import "fmt"

func main() { fmt.Println("ok") }
