package web

import (
	"net/http"
	"net/http/httputil"
	"slices"
)

// pprofPolicy is for pprof's pages, whose scripts and styles are within them.
const pprofPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:; " +
	"connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// pprofViews are the pages of pprof that only read. Those that save settings are left out.
var pprofViews = []string{"", "disasm", "download", "flamegraph", "graph", "peek", "source", "top"}

// pprof answers with what pprof's own interface shows of a profile. Its links are relative, so that they
// stay below this address.
func (s *site) pprof(w http.ResponseWriter, r *http.Request) {
	view := r.PathValue("view")
	if !slices.Contains(pprofViews, view) {
		problem(w, http.StatusNotFound, "pprof's interface has no such page here.", "Settings cannot be saved: nothing is written by looking at a profile.")
		return
	}
	rec, file, err := s.profile(r.PathValue("id"), r.PathValue("profile"))
	if err != nil {
		fail(w, err)
		return
	}
	to, err := s.Profile(r.Context(), rec, file)
	if err != nil {
		problem(w, http.StatusBadGateway, "pprof cannot be shown: "+err.Error(),
			"The profile can be downloaded from the record's files, and go tool pprof opens it.")
		return
	}
	proxy := httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host, p.Out.Host = to.Scheme, to.Host, to.Host
			p.Out.URL.Path, p.Out.URL.RawPath = to.Path+view, ""
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			problem(w, http.StatusBadGateway, "pprof does not answer: "+err.Error(), "Load the page again: pprof is then started anew.")
		},
	}
	w.Header().Set("Content-Security-Policy", pprofPolicy)
	proxy.ServeHTTP(w, r)
}
