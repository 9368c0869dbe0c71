// Package metrics needs package config: config needs log, log metrics, and metrics config.
package metrics

import "example.org/snippets/commands/import-triangle/config"

// Name is the package's, and that of what it needs.
const Name = "metrics, " + config.Name
