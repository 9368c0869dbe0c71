// Package claim reads what must stay true of a program, and judges it against evidence.
//
// A claims file, cupel.yaml, has a list of claims and, where the programs need something first, of setup
// steps. Each claim has a name, the measurement to run and what is expected of it:
//
//	expectation = comparison | absence ;
//	comparison  = ( series | statistic "(" series ")" ) operator quantity ;
//	series      = metric [ "{" [ label { "," label } ] "}" ] ;
//	label       = name "=" value ;
//	statistic   = "median" | "mean" | "min" | "max" | "p" digit [ digit ] | "ratio" ;
//	operator    = "<=" | "<" | ">=" | ">" | "==" | "!=" ;
//	quantity    = number [ unit ] ;
//	number      = digit { digit } [ "." digit { digit } ] [ ( "e" | "E" ) [ "+" | "-" ] digit { digit } ] ;
//	unit        = "ns" | "us" | "µs" | "ms" | "s" | "min" | "h"
//	            | "B" | "kB" | "MB" | "GB" | "KiB" | "MiB" | "GiB" | "%" ;
//	absence     = "no" [ "new" ] "finding" { key ( "=" | ">=" ) value } ;
//	key         = "rule" | "class" | "phase" | "severity" | "package" | "module" ;
//	value       = word | '"' { character | '\"' | '\\' } '"' ;
//
// Without a statistic the median is meant. White space may stand between all of these. A metric, a name and
// a word are any characters but white space and ( ) { } , = < > ! ". Seconds and bytes want their
// unit, counts have none, and of ratios 1.05 and 105% are the same; only 0 needs no unit. The label "pass"
// selects the pass, where no label of the metric has that name. ">=" is for severities, of which info is
// the least.
//
// A verdict is holds, fails or unknown. It rests on an interval of 95 %: it holds if all of the interval
// satisfies the comparison, and fails if none of it does.
//
// Limitations: min and max are those of the runs that were made, and say nothing of others. A finding of
// severity info counts only where the filter names a rule or a severity, since what it costs is part of others.
//
// Sources: YAML 1.2.2, section 5.7 (escapes); of the intervals see package stats.
package claim
