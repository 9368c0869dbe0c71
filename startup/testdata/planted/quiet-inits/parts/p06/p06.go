// Package p06 holds some of many parts. Written by gen.
package p06

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p06-00") }
func init() { part.Register("p06-01") }
func init() { part.Register("p06-02") }
func init() { part.Register("p06-03") }
func init() { part.Register("p06-04") }
func init() { part.Register("p06-05") }
func init() { part.Register("p06-06") }
func init() { part.Register("p06-07") }
func init() { part.Register("p06-08") }
func init() { part.Register("p06-09") }
func init() { part.Register("p06-10") }
func init() { part.Register("p06-11") }
func init() { part.Register("p06-12") }
func init() { part.Register("p06-13") }
func init() { part.Register("p06-14") }
func init() { part.Register("p06-15") }
func init() { part.Register("p06-16") }
func init() { part.Register("p06-17") }
func init() { part.Register("p06-18") }
func init() { part.Register("p06-19") }
func init() { part.Register("p06-20") }
func init() { part.Register("p06-21") }
func init() { part.Register("p06-22") }
func init() { part.Register("p06-23") }
func init() { part.Register("p06-24") }
func init() { part.Register("p06-25") }
func init() { part.Register("p06-26") }
func init() { part.Register("p06-27") }
func init() { part.Register("p06-28") }
func init() { part.Register("p06-29") }
