// Package gobin answers: which function, file and line does an address of a Go executable belong
// to, and where do its functions lie? It reads the tables that every Go executable carries for its
// own stack traces, so symbols and debug information may be stripped (-ldflags='-s -w').
//
// Addresses are bytes, virtual addresses as the file states them. A running position-independent
// executable (PIE) lies elsewhere: subtract [File.Slide]. Lines count from 1; 0 is unknown.
//
// It reads ELF files of 64 bits, little-endian, of any architecture that Go has, made by go1.18 to
// go1.27 and by later ones as long as they keep the layout. Nothing is read before it is needed:
// of the 60 MB of kubectl, 1.5 MB for one address and 15 MB for the names of all functions.
//
// # Limitations
//
// Functions written in C have at most a name. Where a function ends is where the next one begins,
// padding included. Columns, variables and types are not read. Files of other systems, 32-bit
// files, programs whose code is split into several sections, programs that link the standard
// library as a shared library, and packed or obfuscated executables are refused, and never
// answered wrongly by guess: the tables must agree with one another.
//
// # Sources
//
// internal/abi/symtab.go, runtime/symtab.go, runtime/symtabinl.go, runtime/runtime2.go and
// cmd/link/internal/ld/pcln.go of the Go source trees of 1.19, 1.22, 1.24, 1.26 and 1.27.
package gobin
