// Package config needs package log: config needs log, log metrics, and metrics config.
package config

import "example.org/snippets/commands/import-triangle/log"

// Name is the package's, and that of what it needs.
const Name = "config, " + log.Name
