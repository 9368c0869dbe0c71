// Package routes tells paths apart.
package routes

import "regexp"

var (
	article = regexp.MustCompile(`^/articles/(\d+)(/[a-z0-9-]+)?$`)
	user    = regexp.MustCompile(`^/~([a-z][a-z0-9_]{1,30})/?$`)
	asset   = regexp.MustCompile(`\.(css|js|png|svg)$`)
)

// Kind returns what a path leads to.
func Kind(path string) string {
	switch {
	case article.MatchString(path):
		return "article"
	case user.MatchString(path):
		return "user"
	case asset.MatchString(path):
		return "asset"
	}
	return "page"
}
