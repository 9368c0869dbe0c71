// Package p09 holds some of many parts. Written by gen.
package p09

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p09-00") }
func init() { part.Register("p09-01") }
func init() { part.Register("p09-02") }
func init() { part.Register("p09-03") }
func init() { part.Register("p09-04") }
func init() { part.Register("p09-05") }
func init() { part.Register("p09-06") }
func init() { part.Register("p09-07") }
func init() { part.Register("p09-08") }
func init() { part.Register("p09-09") }
func init() { part.Register("p09-10") }
func init() { part.Register("p09-11") }
func init() { part.Register("p09-12") }
func init() { part.Register("p09-13") }
func init() { part.Register("p09-14") }
func init() { part.Register("p09-15") }
func init() { part.Register("p09-16") }
func init() { part.Register("p09-17") }
func init() { part.Register("p09-18") }
func init() { part.Register("p09-19") }
func init() { part.Register("p09-20") }
func init() { part.Register("p09-21") }
func init() { part.Register("p09-22") }
func init() { part.Register("p09-23") }
func init() { part.Register("p09-24") }
func init() { part.Register("p09-25") }
func init() { part.Register("p09-26") }
func init() { part.Register("p09-27") }
func init() { part.Register("p09-28") }
func init() { part.Register("p09-29") }
