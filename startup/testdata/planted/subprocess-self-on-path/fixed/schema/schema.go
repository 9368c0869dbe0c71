// Package schema is what the other execution does.
package schema

import "time"

// settling is how long an older program may need to see that the data is being changed.
const settling = 200 * time.Millisecond

// Upgrade changes the data when no older program uses it any more.
func Upgrade() { time.Sleep(settling) }
