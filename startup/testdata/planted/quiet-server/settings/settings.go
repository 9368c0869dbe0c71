// Package settings holds what an operator may change.
package settings

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

//go:embed defaults.json
var defaults []byte

// Settings is what an operator may change.
type Settings struct {
	Name           string `json:"name"`
	Title          string `json:"title"`
	TimeoutSeconds int    `json:"timeoutSeconds"`
}

// Load returns the defaults, and over them what the file says, if there is one.
func Load(file string) (*Settings, error) {
	s := &Settings{}
	if err := json.Unmarshal(defaults, s); err != nil {
		return nil, fmt.Errorf("decoding the defaults: %w", err)
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("decoding %s: %w", file, err)
	}
	return s, nil
}
