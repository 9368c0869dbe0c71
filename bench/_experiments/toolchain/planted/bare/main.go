// Bare is the least program: what is disassembled is the runtime that is linked to it.
package main

func main() { println("ok") }
