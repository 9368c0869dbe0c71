// Package history tells how a metric went over the records of a store: by group, which is a program as it was
// started, a host kind and labels, with a baseline, a state of health and change points.
//
// All of it is a pure function of what records say. A record counts as one value of each quantile: runs of one
// record share what the machine did meanwhile, so that their number says little about the next record. Health
// compares a record with those of the 14 days before it; change points look at the whole.
//
// # Limitations
//
// History alerts, it does not judge claims: its records were made at different times on a machine that may have
// changed meanwhile, which only runs in turns can tell from a change of the program (cupel compare). A drift that
// is slower than the baseline forgets raises no alert; change points show it. What was chosen by simulation, and
// how often it errs, is in docs/benchmarks.md.
//
// Sources: L. Kish, "Survey Sampling", 1965 (how many records of unequal weight count); G. J. Hahn, W. Q. Meeker,
// "Statistical Intervals", 1991 (prediction of one more value); B. Jackson et al., "An Algorithm for Optimal
// Partitioning of Data on an Interval", 2005, and J. Bai, "Least Absolute Deviation Estimation of a Shift", 1995
// (changes of level).
package history
