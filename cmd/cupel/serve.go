package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/pprof"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/internal/web"
)

const serveLong = `Serve shows the records of the store in a browser: a list that can be filtered, the page of each record as
cupel report writes it, its files, two records compared, and pprof's own interface for the profiles, for which
the go command is needed. Nothing is measured, and nothing in the store changes.

It listens on the loopback interface only, unless --listen names another address. Who can reach that can
read all records. The first line says where the pages are.

Ctrl-C ends it, with exit code 0.`

func serveCommand(sys system) *cobra.Command {
	var dir, listen string
	cmd := &cobra.Command{
		Use:     "serve [flags]",
		Short:   "Show the stored records in a browser",
		Long:    serveLong,
		Example: "  cupel serve\n  cupel serve --listen localhost:0",
		Args:    exactly(0, "cupel serve"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if dir == "" {
				dir = defaultStore("")
			}
			return serve(cmd.Context(), sys, dir, listen)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "localhost:6070", "address to listen on; port 0 takes a free one")
	registerDir(cmd, &dir)
	return cmd
}

// serve answers requests until ctx ends, which is how it is meant to end.
func serve(ctx context.Context, sys system, dir, listen string) error {
	s, n, err := storeToServe(dir)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return usage(fmt.Errorf("--listen %q: %v", listen, err), "--listen localhost:6070")
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return usage(fmt.Errorf("listening on %s: %w", listen, err), "--listen localhost:0 takes a free port")
	}
	defer l.Close()
	collect(sys.env, longLived)
	here, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	profiles := pprof.New(here, sys.env)
	defer profiles.Close()
	o := web.Options{
		Store: s, Row: listed, Page: page, Compare: comparePage,
		Profile: func(ctx context.Context, rec *evidence.Record, file string) (*url.URL, error) {
			return profiles.URL(ctx, file, rec.Subject.Go)
		},
		History: func(s *store.Store) ([]byte, error) { return historyPage(s, sys.now()) },
		Hosts:   []string{strings.ToLower(host)}, AnyIP: everywhere(l),
	}
	if port == "0" || host == "" {
		port = portOf(l)
	}
	fmt.Fprintf(sys.text(sys.stdout), "http://%s/ shows %s of %s\n", net.JoinHostPort(spokenHost(host), port), counted(n, "record"), dir)
	warn(sys, l)
	return web.Serve(ctx, l, web.Handler(o))
}

// storeToServe opens a store that is there, and counts its records.
func storeToServe(dir string) (*store.Store, int, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, 0, usage(fmt.Errorf("there is no folder of records at %s", dir), "cupel startup . makes a record; --dir names another folder")
	}
	s := store.Open(dir)
	entries, err := s.List()
	return s, len(entries), err
}

// spokenHost is how a browser calls the address, "" being all of the machine's.
func spokenHost(host string) string {
	if addr, err := netip.ParseAddr(host); host == "" || err == nil && addr.IsUnspecified() {
		return "localhost"
	}
	return host
}

func portOf(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String()) // it is the listener's own
	return port
}

// everywhere reports whether l listens on all addresses of the machine.
func everywhere(l net.Listener) bool {
	addr, err := netip.ParseAddrPort(l.Addr().String())
	return err == nil && addr.Addr().IsUnspecified()
}

// warn tells of an address that others can reach.
func warn(sys system, l net.Listener) {
	addr, err := netip.ParseAddrPort(l.Addr().String())
	if err == nil && addr.Addr().Unmap().IsLoopback() {
		return
	}
	fmt.Fprintf(sys.text(sys.stderr), "warning: whoever can reach %s can read all records, without a password and unencrypted\n", l.Addr())
}
