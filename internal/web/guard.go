package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// longestURL is what a request may ask at most, in bytes; the longest of ours is a filter's.
const longestURL = 4 << 10

// policy is for all of our pages, as far as headers can tell; their own narrows scripts and styles down to hashes.
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard refuses what no page of ours asks for, and sets the headers of all answers. Host names are checked
// because a page from elsewhere may let its own name point to this address (DNS rebinding), and would
// then be taken by the browser for one of ours.
func (s *site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !s.serves(r.Host):
			problem(w, http.StatusMisdirectedRequest, "This server is not called so.",
				"Use the address that cupel serve printed, or name this one with --listen.")
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			problem(w, http.StatusMethodNotAllowed, "Nothing can be changed here.", "Pages can be read (GET, HEAD).")
		case len(r.RequestURI) > longestURL:
			problem(w, http.StatusRequestURITooLong, "The address is too long.", "Filter by fewer words.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// serves reports whether a request for that host, with or without a port, is one for this server.
func (s *site) serves(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(name), "["), "]")
	addr, err := netip.ParseAddr(name)
	switch {
	case name == "":
		return false
	case name == "localhost" || slices.Contains(s.Hosts, name):
		return true
	case err != nil:
		return false
	}
	return s.AnyIP || addr.IsLoopback()
}
