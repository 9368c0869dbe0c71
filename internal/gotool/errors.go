package gotool

import (
	"errors"
	"strings"
)

// What can be wrong with a target: the Err of a [TargetError].
var (
	ErrNotMain   = errors.New("not a main package")
	ErrNoPackage = errors.New("no such package")
	ErrNoVersion = errors.New("no such version")
	ErrSeveral   = errors.New("several packages; name one")
	ErrNoAccess  = errors.New("cannot be fetched")
)

// TargetError says what is wrong with a target, in one line.
type TargetError struct {
	Target string // as the user gave it
	Err    error  // one of the errors above
	Detail string // more about it; may be empty
}

// Error returns the line.
func (e *TargetError) Error() string {
	s := e.Target + ": " + e.Err.Error()
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap returns Err.
func (e *TargetError) Unwrap() error { return e.Err }

// BuildError is a refusal of the go command: the compiler's lines, or what is wrong with the module.
type BuildError struct {
	Output string // lines of the go command with the user's paths
	Hint   string // what to do about it; may be empty
}

// Error returns the lines.
func (e *BuildError) Error() string { return strings.TrimSpace(e.Output) }

// newBuildError drops nothing but surrounding space: the lines of the compiler are the answer.
func newBuildError(output string) *BuildError {
	e := &BuildError{Output: strings.TrimSpace(output)}
	if strings.Contains(output, "GOTOOLCHAIN=local") {
		e.Hint = "let the go command fetch the newer toolchain: GOTOOLCHAIN=auto"
	}
	return e
}

// lastLine condenses an error of the go command: what it says last is the cause, unless git says it
// and the go command ends with advice.
func lastLine(s string) string {
	if _, cause, ok := strings.Cut(s, "\tfatal: "); ok {
		cause, _, _ = strings.Cut(cause, "\n")
		return "git: " + cause
	}
	s, _, _ = strings.Cut(s, "server response:") // what a proxy adds to its status is no cause
	s = strings.TrimSpace(s)
	s = s[strings.LastIndexByte(s, '\n')+1:]
	return strings.TrimPrefix(strings.TrimSpace(s), "go: ")
}

// denied reports whether the go command could not ask, or was not answered: whether the module
// exists is unknown then.
func denied(text string) bool {
	for _, sign := range []string{
		"401 Unauthorized", "403 Forbidden", "connection refused", "no such host", "i/o timeout",
		"could not read Username", "Could not read from remote repository", "no secure protocol found",
	} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// firstLine condenses an error of go list: it says the fact first and then how to mend it.
func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "go: "), "; to add it:")
}
