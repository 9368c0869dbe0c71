package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
)

// Options say what is served, and how.
type Options struct {
	Store *store.Store
	Hosts []string // names and addresses that requests may be for, besides those of loopback
	AnyIP bool     // requests may be for any address: it listens on all of the machine's

	Row     func(*evidence.Record) Row                             // how the list shows a record
	Page    func(rec *evidence.Record, dir string) ([]byte, error) // the page of a record
	Compare func(baseline, candidate *evidence.Record) ([]byte, error)
	History func(*store.Store) ([]byte, error) // nil: there is none
	// Profile tells where pprof shows a profile of the record, which lies at an absolute path.
	Profile func(ctx context.Context, rec *evidence.Record, file string) (*url.URL, error)
}

// A Row is a record in the list. Texts may be empty.
type Row struct {
	Program, Version string
	Ready            string   // with its unit
	ReadyValue       *float64 // seconds; nil where not measured
	Interval         string   // of Ready, at 95 %
	Runs             int      // that Ready is the median of
	Cause            string   // the main one
	State            string
	Labels           map[string]string // as its user gave them
}

// A site answers requests.
type site struct {
	Options
	summaries summaries
	rendering chan struct{} // a token for each page being made
}

// atOnce bounds how many pages are made at the same time: each may hold a trace in memory.
const atOnce = 2

// Handler returns what answers the requests.
func Handler(o Options) http.Handler {
	s := &site{Options: o, rendering: make(chan struct{}, atOnce)}
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", s.list)
	mux.HandleFunc("/compare", s.compare)
	mux.HandleFunc("/records/{id}/{$}", s.record)
	mux.HandleFunc("/records/{id}/files/{$}", s.files)
	mux.HandleFunc("/records/{id}/evidence.json", s.evidence)
	mux.HandleFunc("/records/{id}/artifacts/{name...}", s.artifact)
	mux.HandleFunc("/records/{id}/pprof/{profile}/{view...}", s.pprof)
	if o.History != nil {
		mux.HandleFunc("/history", s.history)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, "There is no such page.", "The list of records leads to all that there are.")
	})
	return s.guard(mux)
}

// The limits of a connection. Answers may be large files, hence the time for writing.
const (
	readTimeout  = 10 * time.Second
	writeTimeout = 10 * time.Minute
	idleTimeout  = time.Minute
	headerBytes  = 16 << 10
	shutdownTime = 2 * time.Second
)

// Serve answers requests on l until ctx ends; then it lets those that are under way finish for two seconds.
// An end by ctx is no error.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	err := server.Shutdown(late)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	<-ended
	return err
}
