package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHostile sends what no page of ours asks for. Nothing outside of the records may come back, and the store
// stays as it was.
func TestHostile(t *testing.T) {
	s, o := fixture(t)
	id := add(t, s, 1, "api", "startup")
	secret := filepath.Join(filepath.Dir(s.Dir()), "secret.txt")
	if err := os.WriteFile(secret, []byte("the secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(s.Dir(), id, "link.pb.gz")
	if err := os.Symlink(secret, link); err != nil {
		t.Fatal(err)
	}
	before := tree(t, s.Dir())
	h := Handler(o)
	record := "/records/" + id
	tests := []struct {
		name, method, path, host string
		code                     int
	}{
		{"parent", "GET", record + "/artifacts/../../../secret.txt", "", 307},
		{"parent, encoded dots", "GET", record + "/artifacts/%2e%2e/%2e%2e/%2e%2e/secret.txt", "", 404},
		{"parent, encoded slash", "GET", record + "/artifacts/..%2f..%2f..%2fsecret.txt", "", 404},
		{"parent, twice encoded", "GET", record + "/artifacts/%252e%252e%252fsecret.txt", "", 404},
		{"parent, backslash", "GET", record + `/artifacts/..%5c..%5csecret.txt`, "", 404},
		{"absolute", "GET", record + "/artifacts/%2fetc%2fpasswd", "", 404},
		{"zero byte", "GET", record + "/artifacts/cpu.pb.gz%00", "", 404},
		{"unlisted link", "GET", record + "/artifacts/link.pb.gz", "", 404},
		{"link as a profile", "GET", record + "/pprof/link.pb.gz/top", "", 404},
		{"profile elsewhere", "GET", record + "/pprof/..%2f..%2fcpu.pb.gz/top", "", 404},
		{"folder", "GET", record + "/artifacts/", "", 404},
		{"folder of artifacts", "GET", record + "/artifacts/sub", "", 404},
		{"id with a parent", "GET", "/records/..%2f" + id + "/", "", 404},
		{"id of a draft", "GET", "/records/.tmp-" + id + "/", "", 404},
		{"prefix of an id", "GET", "/records/2026/", "", 404},
		{"path as an id", "GET", "/compare?a=" + filepath.Join(s.Dir(), id) + "&b=" + id, "", 404},
		{"POST", "POST", "/", "", 405},
		{"DELETE", "DELETE", record + "/", "", 405},
		{"PUT", "PUT", record + "/evidence.json", "", 405},
		{"POST of pprof's settings", "POST", record + "/pprof/cpu.pb.gz/saveconfig", "", 405},
		{"CONNECT", "CONNECT", "/", "", 405},
		{"long", "GET", "/?text=" + strings.Repeat("a", longestURL), "", 414},
		{"name from elsewhere", "GET", "/", "evil.example", 421},
		{"name from elsewhere with our port", "GET", "/", "evil.example:6070", 421},
		{"name that begins like ours", "GET", "/", "localhost.evil.example", 421},
		{"address from elsewhere", "GET", "/", "192.0.2.1:6070", 421},
		{"no name", "GET", "/", "-", 421},
		{"loopback", "GET", "/", "127.0.0.1:6070", 200},
		{"loopback of IPv6", "GET", "/", "[::1]:6070", 200},
		{"localhost without a port", "GET", "/", "LOCALHOST", 200},
		{"HEAD", "HEAD", "/", "", 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, test.path, nil)
			switch test.host {
			case "":
				r.Host = "localhost:6070"
			case "-":
				r.Host = ""
			default:
				r.Host = test.host
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != test.code || strings.Contains(w.Body.String(), "the secret") {
				t.Errorf("%s %s for %q = %d %s, want %d", test.method, test.path, r.Host, w.Code, w.Body, test.code)
			}
			if got := w.Header().Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options = %q, want nosniff", got)
			}
		})
	}
	if after := tree(t, s.Dir()); after != before {
		t.Errorf("the store is now\n%s\nand was\n%s", after, before)
	}
}

// tree lists what is in a folder, with when it changed.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		out.WriteString(path + " " + info.ModTime().String() + "\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestListedLink holds that a link which took the place of a listed artifact is not followed.
func TestListedLink(t *testing.T) {
	s, o := fixture(t)
	id := add(t, s, 1, "api", "startup")
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("the secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	artifact := filepath.Join(s.Dir(), id, "cpu.pb.gz")
	if err := os.Remove(artifact); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, artifact); err != nil {
		t.Skip(err)
	}
	h := Handler(o)
	for _, path := range []string{"/artifacts/cpu.pb.gz", "/pprof/cpu.pb.gz/top"} {
		if w := get(h, "/records/"+id+path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d %s, want 404", path, w.Code, w.Body)
		}
	}
}

func TestServesConfiguredHosts(t *testing.T) {
	tests := []struct {
		hosts []string
		any   bool
		host  string
		want  bool
	}{
		{[]string{"build7"}, false, "build7:80", true},
		{[]string{"build7"}, false, "build8:80", false},
		{[]string{"192.0.2.1"}, false, "192.0.2.1:80", true},
		{[]string{""}, false, "", false},
		{nil, true, "192.0.2.1:80", true},
		{nil, true, "[2001:db8::1]:80", true},
		{nil, true, "evil.example", false},
	}
	for _, test := range tests {
		s := &site{Options: Options{Hosts: test.hosts, AnyIP: test.any}}
		if got := s.serves(test.host); got != test.want {
			t.Errorf("serves(%q) with hosts %q, any address %t = %t, want %t", test.host, test.hosts, test.any, got, test.want)
		}
	}
}
