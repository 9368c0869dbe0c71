package bundle

import (
	"cmp"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Machine is what there is to hide of the machine that a bundle is made on. Empty: could not tell.
type Machine struct {
	Work, Home, Temp           string // folders, absolute
	GOPATH, GOMODCACHE, GOROOT string // folders, absolute; of a list in GOPATH each counts
	User, Host                 string // names
}

// Places replaces folders and names in texts by placeholders. Besides those of its machine it knows the forms that home
// folders and module caches have anywhere, since a record may have been made elsewhere.
type Places struct {
	roots []root
	forms []form
	names []name
	stays []string
}

// A root is a folder as it may be written.
type root struct {
	text, placeholder string
	short             bool // of one element, such as /tmp, which other paths may have within them
}

// A form finds folders of any machine: the group before is kept, what the second one finds is replaced.
type form struct {
	hint        string // in every text that the form may find something in
	find        *regexp.Regexp
	placeholder string
}

// A name is that of a user or a host.
type name struct{ text, placeholder, what string }

// NewPlaces knows the folders and names of a machine.
func NewPlaces(m Machine) *Places {
	p := &Places{forms: forms()}
	p.folder(m.Work, "$PWD")
	p.folder(m.GOMODCACHE, "$GOMODCACHE")
	for _, dir := range filepath.SplitList(m.GOPATH) {
		p.folder(filepath.Join(dir, "pkg", "mod"), "$GOMODCACHE")
		p.folder(dir, "$GOPATH")
	}
	p.folder(m.GOROOT, "$GOROOT")
	p.folder("/usr/local/go", "$GOROOT")
	for _, dir := range []string{m.Temp, "/tmp", "/var/tmp", "/private/tmp"} {
		p.folder(dir, "$TMPDIR")
	}
	p.folder(m.Home, "~")
	slices.SortStableFunc(p.roots, func(a, b root) int { return cmp.Compare(len(b.text), len(a.text)) })
	p.name(m.Host, "$HOST", "host name")
	if short, _, ok := strings.Cut(m.Host, "."); ok {
		p.name(short, "$HOST", "host name")
	}
	_, account, _ := strings.Cut(m.User, `\`) // DOMAIN\user
	p.name(cmp.Or(account, m.User), "$USER", "user name")
	return p
}

// folder adds a folder, as it is written and as links lead to it, in the ways that texts quote it.
func (p *Places) folder(dir, placeholder string) {
	dir = filepath.Clean(dir)
	if !filepath.IsAbs(dir) || dir == filepath.VolumeName(dir)+string(filepath.Separator) {
		return
	}
	all := []string{dir}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		all = append(all, real)
	}
	for _, dir := range all {
		quoted := strconv.Quote(dir)
		for _, text := range []string{dir, filepath.ToSlash(dir), quoted[1 : len(quoted)-1], url.QueryEscape(dir)} {
			known := slices.ContainsFunc(p.roots, func(r root) bool { return r.text == text })
			if !known && len(text) > 1 {
				p.roots = append(p.roots, root{text, placeholder, strings.Count(filepath.ToSlash(dir), "/") == 1})
			}
		}
	}
}

// forms are those of folders on machines that are not this one.
func forms() []form {
	const before = `(^|[^\w.~@+/\\-])` // a path begins here, not an element of one
	const element = `[^/\\\s"'<>:;,|()\[\]{}]+`
	const path = `(?:~|\$\w+|[A-Za-z]:)?(?:[/\\]+` + element + `)*?`
	return []form{
		{"Users", regexp.MustCompile(before + `([A-Za-z]:[/\\]+Users[/\\]+` + element + `)`), "~"},
		{"/Users/", regexp.MustCompile(before + `(/Users/` + element + `)`), "~"},
		{"/home/", regexp.MustCompile(before + `((?:file://)?/home/` + element + `)`), "~"},
		{"/root", regexp.MustCompile(before + `(/root)\b`), "~"},
		{"/var/folders/", regexp.MustCompile(before + `((?:/private)?/var/folders/\w+/\w+/T)\b`), "$TMPDIR"},
		{"pkg", regexp.MustCompile(before + `(` + path + `[/\\]+pkg[/\\]+mod)\b`), "$GOMODCACHE"},
		{"/go", regexp.MustCompile(before + `(/usr/lib/go(?:lang|-[\d.]+)?)\b`), "$GOROOT"},
	}
}

const shortestName = 3 // bytes; shorter names are in too many words

// name adds a name, unless texts would lose their meaning without it.
func (p *Places) name(text, placeholder, what string) {
	switch {
	case text == "" || text == "root" || text == "localhost": // say nothing of anyone
	case len(text) < shortestName:
		p.stays = append(p.stays, fmt.Sprintf("the %s %s, which is too short to be told from other text", what, text))
	case slices.Contains(words(), strings.ToLower(text)):
		p.stays = append(p.stays, fmt.Sprintf("the %s %s, which is a word that records use", what, text))
	default:
		p.names = append(p.names, name{text, placeholder, what})
	}
}

// words are those that records and symbols are made of: without them findings would change.
func words() []string {
	return strings.Fields(`main init runtime internal std go test plain trace perf ptrace bpf alloc cold warm lower higher none
		ready exited crashed timeout info low medium high cpu network dns file sleep lock channel subprocess cgo sched holds fails
		unknown linux darwin windows freebsd amd64 arm64 startup seconds bytes count ratio frame stack sample mark start end
		archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt
		hash html http image index io iter json log maps math mime net os path plugin reflect regexp slices sort sql strconv
		strings structs sync syscall template testing text time tls unicode unique unsafe weak xml`)
}

// Hides says what is replaced, as a record says it.
func (p *Places) Hides() []string {
	all := []string{"folders"}
	for _, n := range p.names {
		if !slices.Contains(all, n.what) {
			all = append(all, n.what)
		}
	}
	return all
}

// Stays says what is not replaced, and why.
func (p *Places) Stays() []string { return p.stays }

// Hide returns a text with placeholders for folders and names.
func (p *Places) Hide(text string) string {
	for _, r := range p.roots {
		if strings.Contains(text, r.text) {
			text = r.replace(text)
		}
	}
	for _, f := range p.forms {
		if strings.Contains(text, f.hint) {
			text = f.find.ReplaceAllString(text, "${1}"+strings.ReplaceAll(f.placeholder, "$", "$$"))
		}
	}
	for _, n := range p.names {
		if strings.Contains(text, n.text) {
			text = n.replace(text)
		}
	}
	return text
}

func (r root) replace(text string) string {
	return replaceEach(text, r.text, r.placeholder, func(before, after string) bool {
		return !beginsInWord(after) && !(r.short && endsInPath(before))
	})
}

func (n name) replace(text string) string {
	return replaceEach(text, n.text, n.placeholder, func(before, after string) bool {
		return !beginsInWord(after) && !endsInWord(before) && !inImportPath(before)
	})
}

// replaceEach replaces old by text where ok agrees to what is before and after it.
func replaceEach(text, old, placeholder string, ok func(before, after string) bool) string {
	var out strings.Builder
	from := 0
	for at := strings.Index(text, old); at >= 0; {
		end := at + len(old)
		if ok(text[:at], text[end:]) {
			out.WriteString(text[from:at])
			out.WriteString(placeholder)
			from = end
		}
		next := strings.Index(text[end:], old)
		if next < 0 {
			break
		}
		at = end + next
	}
	out.WriteString(text[from:])
	return out.String()
}

func inWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func beginsInWord(s string) bool {
	return s != "" && (inWord(s[0]) || s[0] == '-' && len(s) > 1 && inWord(s[1]))
}

func endsInWord(s string) bool { return s != "" && inWord(s[len(s)-1]) }

// endsInPath reports whether an element of a path stands right before.
func endsInPath(s string) bool {
	return endsInWord(s) || s != "" && strings.IndexByte(".~-+@", s[len(s)-1]) >= 0
}

// inImportPath reports whether what stands before a name are elements of an import path or of a symbol, such as
// github.com/ before a user: these are names that findings are known by.
func inImportPath(before string) bool {
	token := before[strings.LastIndexAny(before, " \t\r\n\"'`=,;()[]{}<>|*&")+1:]
	first, _, ok := strings.Cut(token, "/")
	return ok && strings.Contains(first, ".") && !strings.ContainsAny(first, ":@~$\\") && first[0] != '.'
}
