// Package release looks for a newer release beside whatever else the program does: it begins in package
// init, and the program ends without it if it takes too long.
package release

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"example.com/planted/quiet-update/standin"
)

var newest atomic.Value

func init() { go look(standin.Client(250 * time.Millisecond)) }

// Newest returns the newest release, "" if it is not known yet.
func Newest() string {
	name, _ := newest.Load().(string)
	return name
}

func look(client *http.Client) {
	resp, err := client.Get("http://releases.internal/newest")
	if err != nil {
		return // it looks again next time
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err == nil {
		newest.Store(strings.TrimSpace(string(body)))
	}
}
