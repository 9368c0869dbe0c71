package revision

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// checkOut writes the files of a commit into the private work tree. It is read-tree and not
// checkout-index: that one takes attributes from the user's files before those of the commit, and
// fetches what a partial clone lacks one by one. Git LFS takes what the repository has of it from there,
// since its objects are an alternate, and stores what it downloads in the temporary folder.
func (r *repository) checkOut(ctx context.Context, commit string) error {
	lfs := filepath.Join(filepath.Dir(r.Dir), "lfs")
	_, _, err := r.run(ctx, "-c", "lfs.storage="+lfs, "read-tree", "-m", "-u", commit)
	if f := (*tool.Failure)(nil); errors.As(err, &f) {
		return refuse(checkOutHint(f.Stderr, commit), "checking out %s: %s", commit[:12], cause(f))
	}
	return err
}

func checkOutHint(said, commit string) string {
	switch {
	case strings.Contains(said, "Error downloading"):
		return "git lfs fetch origin " + commit
	case strings.Contains(said, "filter lfs failed"), strings.Contains(said, "git-lfs"):
		return "install git-lfs, or set GIT_LFS_SKIP_SMUDGE=1 to have pointers in place of the files"
	case strings.Contains(said, "promisor remote"), strings.Contains(said, "remote repository"):
		return "the clone is a partial one: its remote must be reachable to have the files of that commit"
	}
	return ""
}
