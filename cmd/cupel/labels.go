package main

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/cupelgo/cupel/internal/secret"
	"github.com/spf13/cobra"
)

// The most that a label may be long: what still fits a row of a table.
const (
	mostLabels = 16
	longestKey = 32
	longest    = 64
)

var labelKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`) })

func registerLabels(cmd *cobra.Command, labels *[]string, usage string) {
	cmd.Flags().StringArrayVar(labels, "label", nil, usage)
}

// parseLabels returns labels as they are stored, nil without any. What is secret in env or looks so is none. Errors do
// not quote values: these may have been meant for another flag.
func parseLabels(given, env []string) (map[string]string, error) {
	if len(given) > mostLabels {
		return nil, usage(fmt.Errorf("--label: %d are given, at most %d are kept", len(given), mostLabels), "")
	}
	var labels map[string]string
	for i, text := range given {
		key, value, ok := strings.Cut(text, "=")
		wrong := ""
		switch {
		case !ok:
			wrong = "is not KEY=VALUE"
		case len(key) > longestKey || !labelKey().MatchString(key):
			wrong = fmt.Sprintf("has no usable key: a letter, then letters, digits, _ . and -, at most %d", longestKey)
		case value == "" || len(value) > longest:
			wrong = fmt.Sprintf("has a value of %d bytes: use 1 to %d", len(value), longest)
		case strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' || r == unicode.ReplacementChar }):
			wrong = "has a value with blanks or characters that cannot be printed"
		case secret.Hide(value, nil, env) != value:
			wrong = "has a value that is a secret: labels are stored and shown"
		case labels[key] != "" && labels[key] != value:
			wrong = "gives " + key + " a second value"
		}
		if wrong != "" {
			return nil, usage(fmt.Errorf("--label number %d %s", i+1, wrong), "--label env=ci")
		}
		if labels == nil {
			labels = map[string]string{}
		}
		labels[key] = value
	}
	return labels, nil
}
