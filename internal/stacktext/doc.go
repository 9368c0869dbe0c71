// Package stacktext reads and writes files of lines with fields between tabs, in which frames and stacks
// have numbers: each is written once, when it first comes up, and its number is its place in that order.
// What the other lines mean is up to who uses it.
//
//	frame	PC	line	function	file
//	stack	frame	frame	…        innermost first
package stacktext
