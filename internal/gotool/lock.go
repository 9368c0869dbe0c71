package gotool

import "errors"

// errBusy means that another process holds the lock.
var errBusy = errors.New("locked by another process")
