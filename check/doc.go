// Package check answers: does what we wrote down still hold?
//
// It reads a claims file, cupel.yaml, in which each claim names what to run and what to expect of it. Claims about the
// same run share it. Each is judged by what the run measured, with its interval: it holds, it fails, or that is
// unknown, with the reason. What is measured and in which unit is a matter of the capability that the run
// names; they come as a table, and check itself measures nothing.
//
// Setup steps come before the first run, so that a gate that fails says what is wrong: the configuration, something
// that the program depends on, or the claim.
//
// # Limitations
//
// Claims are judged one by one: of a hundred claims that just hold, some fail by chance (each of them in at most one
// of forty runs of the file). There is no promise of compatibility for this package.
package check
