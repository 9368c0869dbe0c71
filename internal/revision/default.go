package revision

import (
	"context"
	"strings"
)

// Default returns the branch that the repository around dir was cloned from, such as origin/main, if it is
// there and can be compared with; "" otherwise.
func Default(ctx context.Context, dir string, env []string) string {
	r, err := discover(ctx, dir, env)
	if err != nil {
		return ""
	}
	name, err := r.line(ctx, "rev-parse", "--abbrev-ref", "--verify", "--quiet", "origin/HEAD")
	if err != nil || !strings.HasPrefix(name, "origin/") || name == "origin/HEAD" {
		return ""
	}
	return name
}
