package bundle

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func places() *Places {
	return NewPlaces(Machine{
		Work: "/home/alex/src/api", Home: "/home/alex", Temp: "/scratch/tmp", GOPATH: "/home/alex/go",
		GOROOT: "/opt/go1.26", User: "alex", Host: "anvil.corp.example",
	})
}

func TestHide(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"home", "open /home/alex/.netrc: no such file", "open ~/.netrc: no such file"},
		{"home alone", "HOME=/home/alex", "HOME=~"},
		{"a longer name", "/home/alexander/x", "~/x"},
		{"working folder", "/home/alex/src/api/main.go:12", "$PWD/main.go:12"},
		{"beside it", "/home/alex/src/api-old/main.go", "~/src/api-old/main.go"},
		{"as URL", "file:///home/alex/src/api/x", "file://$PWD/x"},
		{"escaped", "dir=%2Fhome%2Falex%2Fsrc%2Fapi%2Fx", "dir=$PWD%2Fx"},
		{"in a container", "/proc/1/root/home/alex/x", "/proc/1/root~/x"},
		{"module cache", "/home/alex/go/pkg/mod/example.com/m@v1.0.0/a.go", "$GOMODCACHE/example.com/m@v1.0.0/a.go"},
		{"of another machine", "/builds/ci/.cache/pkg/mod/example.com/m@v1.0.0/a.go", "$GOMODCACHE/example.com/m@v1.0.0/a.go"},
		{"toolchain", "/opt/go1.26/src/runtime/proc.go and /usr/local/go/src/os/file.go", "$GOROOT/src/runtime/proc.go and $GOROOT/src/os/file.go"},
		{"of a distribution", "/usr/lib/go-1.26/src/os/file.go", "$GOROOT/src/os/file.go"},
		{"temporary", "/scratch/tmp/x /tmp/y (/var/tmp/z)", "$TMPDIR/x $TMPDIR/y ($TMPDIR/z)"},
		{"within others", "/data/tmp/x /rooting/x a/tmp", "/data/tmp/x /rooting/x a/tmp"},
		{"other homes", `"/Users/kim/x" C:\Users\kim\x /root/x`, `"~/x" ~\x ~/x`},
		{"quoted", `"C:\\Users\\kim\\go\\pkg\\mod\\x"`, `"$GOMODCACHE\\x"`},
		{"user", "user=alex uid=1000(alex) alex@anvil Alexis", "user=$USER uid=1000($USER) $USER@$HOST Alexis"},
		{"host", "dial anvil.corp.example:80, http://anvil/x", "dial $HOST:80, http://$HOST/x"},
		{"import path", "github.com/alex/api/config.init (github.com/alex/api.Run)", "github.com/alex/api/config.init (github.com/alex/api.Run)"},
		{"packages", "example.com/home/config.init example.com/tmp/x example.com/pkg/mod/x", "example.com/home/config.init example.com/tmp/x example.com/pkg/mod/x"},
		{"metric", "/startup/ready:seconds /gc/heap/live:bytes", "/startup/ready:seconds /gc/heap/live:bytes"},
		{"system", "/etc/ssl/certs /usr/lib/os-release /proc/self/maps", "/etc/ssl/certs /usr/lib/os-release /proc/self/maps"},
	}
	p := places()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := p.Hide(test.in); got != test.want {
				t.Errorf("Hide(%s) = %s, want %s", test.in, got, test.want)
			}
			if once := p.Hide(test.in); p.Hide(once) != once {
				t.Errorf("Hide(%s) = %s, which is hidden once more", once, p.Hide(once))
			}
		})
	}
}

// TestNamesThatStay holds that names which records are made of do not destroy them.
func TestNamesThatStay(t *testing.T) {
	p := NewPlaces(Machine{User: "main", Host: "vm"})
	const text = `"phase": "main", vm.overcommit`
	if got := p.Hide(text); got != text {
		t.Errorf("Hide(%s) = %s", text, got)
	}
	want := []string{"the host name vm, which is too short to be told from other text", "the user name main, which is a word that records use"}
	if diff := cmp.Diff(want, p.Stays()); diff != "" {
		t.Errorf("Stays (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"folders"}, p.Hides()); diff != "" {
		t.Errorf("Hides (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"folders", "host name", "user name"}, places().Hides()); diff != "" {
		t.Errorf("Hides (-want +got):\n%s", diff)
	}
	if p := NewPlaces(Machine{User: "root", Host: "localhost"}); len(p.Stays()) != 0 {
		t.Errorf("Stays = %v, want nothing of names that say nothing", p.Stays())
	}
}

// TestLeftOut holds that what cannot be rewritten is not in the bundle, and that the record says so.
func TestLeftOut(t *testing.T) {
	rec, dir := recorded(t, "core", "/home/alex", "trace.out", "/home/alex", "output.txt", "/home/alex\n")
	damaged := func(w io.Writer, r io.Reader, _ func(string) string) error {
		_, err := io.Copy(w, r)
		return errors.Join(err, errors.New("damaged in /home/alex"))
	}
	to := t.TempDir()
	got, err := Redact(context.Background(), rec, dir, to, places(), func(name string) Rewrite {
		if name == "trace.out" {
			return damaged
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []evidence.Skipped{
		{What: "artifact core", Why: "it was left out of the bundle: paths cannot be taken out of a file of this kind", Remedy: "cupel bundle without --redact"},
		{What: "artifact trace.out", Why: "it was left out of the bundle: damaged in ~", Remedy: "cupel bundle without --redact"},
	}
	if diff := cmp.Diff(want, got.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	if packed := unpacked(t, write(t, got, to)); bytes.Contains(packed, []byte("alex")) || !bytes.Contains(packed, []byte("output.txt")) {
		t.Errorf("the bundle is %q", packed)
	}
}

func TestRewriteJSON(t *testing.T) {
	in := "{\"b\": 1.50, \"a\": \"x \\\"/home/alex/y\\\" <z>\",\n \"/home/alex\": [\"\\u00e9\", \"\\/home\\/alex\"]}"
	want := "{\"b\": 1.50, \"a\": \"x \\\"~/y\\\" <z>\",\n \"~\": [\"\\u00e9\", \"~\"]}"
	var out bytes.Buffer
	if err := rewriteJSON(&out, strings.NewReader(in), places().Hide); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("rewriteJSON (-want +got):\n%s", diff)
	}
}
