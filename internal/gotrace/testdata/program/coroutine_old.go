//go:build !go1.23

package main

// coroutine does nothing: there are none before go1.23.
func coroutine() {}
