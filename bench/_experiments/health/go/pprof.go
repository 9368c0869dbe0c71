//go:build pprof

package main

import _ "net/http/pprof" // what the claims say costs memory: five more handlers on the default mux
