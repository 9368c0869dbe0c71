package startup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// A step is a part of setting up a connection, from the one nearest to the wire outwards: a
// database's ping may dial, and its driver shake hands.
type step struct {
	name  string
	match func(*slice) bool
}

var steps = []step{
	{"the TLS handshake", calls("crypto/tls.(*Conn).clientHandshake")},
	{"the dial", calls("net.(*Dialer).", "net.(*sysDialer).", "net.(*netFD).connect")},
	{"the pool's ping", within("database/sql.(*DB).Ping")},
	{"the pool's connection", within("database/sql.(*DB).conn", "database/sql.(*DB).openNewConnection")},
}

var dependencyNotReady = cause{
	match:  func(s *slice) bool { return stepOf(s) != nil },
	detail: stepTimes,
	Rule: finding.Rule{
		Name:  "dependency-not-ready",
		Title: "waits for a dependency to accept its connection",
		Class: "network",
		Doc: "No request is under way yet: the peer is not there, comes up slowly or is far, and the " +
			"start waits for the dial, the TLS handshake or the ping of a database pool.",
		Do: "become ready without it: connect in the background or on first use (sql.Open does not " +
			"connect, Ping does), with a short time limit; keep a ping for the readiness probe",
		Before: `db, err := sql.Open("pgx", url)
err = db.PingContext(ctx) // and only then
log.Fatal(http.Serve(l, handler(db)))`,
		After: `db, err := sql.Open("pgx", url) // connects when the first query comes
mux.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) { report(w, db.PingContext(r.Context())) })
log.Fatal(http.Serve(l, mux))`,
		Sources: []string{"https://pkg.go.dev/database/sql#Open", "https://pkg.go.dev/net#Dialer", "https://pkg.go.dev/crypto/tls#Conn.HandshakeContext"},
	},
}

// stepOf returns the step that s belongs to, nil if to none.
func stepOf(s *slice) *step {
	i := slices.IndexFunc(steps, func(p step) bool { return p.match(s) })
	if i < 0 {
		return nil
	}
	return &steps[i]
}

// stepTimes tells how long each step took.
func stepTimes(all []*slice) string {
	took := map[*step]float64{}
	for _, s := range all {
		if p := stepOf(s); p != nil {
			took[p] += s.seconds()
		}
	}
	var parts []string
	for i := range steps {
		if t := took[&steps[i]]; t > 0 {
			parts = append(parts, fmt.Sprintf("%s took %s", steps[i].name, unit.Seconds(t)))
		}
	}
	return strings.Join(parts, ", ")
}
