package base

import "example.invalid/core"

const Name = "base of " + core.Name
