// Package p04 holds some of many parts. Written by gen.
package p04

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p04-00") }
func init() { part.Register("p04-01") }
func init() { part.Register("p04-02") }
func init() { part.Register("p04-03") }
func init() { part.Register("p04-04") }
func init() { part.Register("p04-05") }
func init() { part.Register("p04-06") }
func init() { part.Register("p04-07") }
func init() { part.Register("p04-08") }
func init() { part.Register("p04-09") }
func init() { part.Register("p04-10") }
func init() { part.Register("p04-11") }
func init() { part.Register("p04-12") }
func init() { part.Register("p04-13") }
func init() { part.Register("p04-14") }
func init() { part.Register("p04-15") }
func init() { part.Register("p04-16") }
func init() { part.Register("p04-17") }
func init() { part.Register("p04-18") }
func init() { part.Register("p04-19") }
func init() { part.Register("p04-20") }
func init() { part.Register("p04-21") }
func init() { part.Register("p04-22") }
func init() { part.Register("p04-23") }
func init() { part.Register("p04-24") }
func init() { part.Register("p04-25") }
func init() { part.Register("p04-26") }
func init() { part.Register("p04-27") }
func init() { part.Register("p04-28") }
func init() { part.Register("p04-29") }
