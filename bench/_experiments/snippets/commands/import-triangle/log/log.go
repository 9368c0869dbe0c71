// Package log needs package metrics: config needs log, log metrics, and metrics config.
package log

import "example.org/snippets/commands/import-triangle/metrics"

// Name is the package's, and that of what it needs.
const Name = "log, " + metrics.Name
