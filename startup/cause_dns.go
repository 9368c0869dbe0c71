package startup

import "github.com/cupelgo/cupel/internal/finding"

var dnsAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:    "dns-at-init",
		Title:   "waits for name resolution in package init",
		Class:   "dns",
		Doc:     "A slow or unreachable name server stops the whole program before main.",
		Do:      "resolve when the connection is made, in a function that main calls with a deadline",
		Before:  `var peers, _ = net.LookupHost("peers.internal")`,
		After:   `peers, err := net.DefaultResolver.LookupHost(ctx, "peers.internal")`,
		Sources: []string{"https://pkg.go.dev/net#hdr-Name_Resolution"},
	},
}

var dnsOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:  "dns-on-path",
		Title: "waits for name resolution before it is ready",
		Class: "dns",
		Doc: "Each query that a search list or a dead name server adds costs a round trip or its " +
			"time limit (5 s by default).",
		Do: "use fully qualified names (with a trailing dot), fewer search domains (ndots) or a " +
			"local resolver; resolve beside other work",
		Before:  `conn, err := net.Dial("tcp", "db:5432")`,
		After:   `conn, err := net.Dial("tcp", "db.prod.svc.cluster.local.:5432")`,
		Sources: []string{"https://pkg.go.dev/net#hdr-Name_Resolution", "https://man7.org/linux/man-pages/man5/resolv.conf.5.html"},
	},
}
