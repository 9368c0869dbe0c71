package revision

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// resolve returns the full hash of the one commit that rev names.
func (r *repository) resolve(ctx context.Context, rev string) (string, error) {
	hash, stderr, err := r.run(ctx, "rev-parse", "--verify", "--end-of-options", rev)
	f := (*tool.Failure)(nil)
	switch {
	case errors.As(err, &f) && strings.Contains(f.Stderr, "is ambiguous"):
		return "", refuse("write more of its digits", "revision %q is ambiguous: several commits begin with it", rev)
	case errors.As(err, &f) && strings.Contains(f.Stderr, "the object dereferences to"):
		return "", refuse("name a commit, a branch or a tag", "revision %q names no commit", rev)
	case errors.As(err, &f):
		return "", r.unknown(ctx, rev)
	case err != nil:
		return "", err
	case strings.Contains(stderr, "is ambiguous"):
		return "", r.ambiguous(ctx, rev)
	}
	hash = strings.TrimSpace(hash)
	if !fullHash().MatchString(hash) {
		return "", refuse("", "revision %q names no single commit: git says %q", rev, hash)
	}
	return r.commit(ctx, rev, hash)
}

// commit follows tags from an object to a commit.
func (r *repository) commit(ctx context.Context, rev, hash string) (string, error) {
	kind, _, err := r.run(ctx, "cat-file", "-t", hash)
	if f := (*tool.Failure)(nil); errors.As(err, &f) {
		return "", r.unknown(ctx, rev) // a full hash is resolved without a look at whether it is there
	} else if err != nil {
		return "", err
	}
	switch kind = strings.TrimSpace(kind); kind {
	case "commit":
		return hash, nil
	case "tag":
		target, err := r.line(ctx, "rev-parse", "--verify", hash+"^{}")
		if err != nil {
			return "", err
		}
		return r.commit(ctx, rev, target)
	}
	what := map[string]string{"tree": "a tree (a folder)", "blob": "a blob (a file)"}[kind]
	return "", refuse("name a commit, a branch or a tag", "revision %q is %s, not a commit", rev, what)
}

// ambiguous tells the names among which rev does not choose.
func (r *repository) ambiguous(ctx context.Context, rev string) error {
	var all []string
	for _, place := range []string{"refs/", "refs/heads/", "refs/tags/", "refs/remotes/"} {
		all = append(all, place+rev)
	}
	out, err := r.line(ctx, append([]string{"for-each-ref", "--format=%(refname)", "--"}, all...)...)
	if err != nil {
		return err
	}
	var is []string
	for name := range strings.Lines(out) {
		if name = strings.TrimSpace(name); slices.Contains(all, name) {
			is = append(is, name)
		}
	}
	if len(is) < 2 {
		is = append(is, "a full hash")
	}
	return refuse("name one of them: "+strings.Join(is, ", "), "revision %q is ambiguous", rev)
}

// unknown says that there is no such revision, and what would bring it.
func (r *repository) unknown(ctx context.Context, rev string) error {
	some, err := r.line(ctx, "rev-list", "--max-count=1", "--all")
	if err != nil {
		return err
	}
	if some == "" && !r.hasHead(ctx) {
		return refuse("commit first: git commit", "the repository %s has no commit yet", r.top)
	}
	c := clone{shallow: r.shallow, refspecs: map[string][]string{}}
	if err := r.remotes(ctx, &c); err != nil {
		return err
	}
	if !r.shallow {
		return &Error{Text: "no revision " + quote(rev) + " in " + r.top, Hints: c.hints(rev)}
	}
	return &Error{Text: "no revision " + quote(rev) + " in " + r.top + ", which is a shallow clone", Hints: c.hints(rev)}
}

func (r *repository) hasHead(ctx context.Context) bool {
	_, _, err := r.run(ctx, "rev-parse", "--verify", "--quiet", "HEAD")
	return err == nil
}

// remotes fills in what git fetch would know.
func (r *repository) remotes(ctx context.Context, c *clone) error {
	out, err := r.line(ctx, "remote")
	if err != nil {
		return err
	}
	c.remotes = strings.Fields(out)
	for _, name := range c.remotes {
		// Exit code 1: there are none.
		specs, _, err := r.run(ctx, "config", "--get-all", "remote."+name+".fetch")
		if f := (*tool.Failure)(nil); err != nil && !errors.As(err, &f) {
			return err
		}
		c.refspecs[name] = strings.Fields(specs)
	}
	return nil
}
