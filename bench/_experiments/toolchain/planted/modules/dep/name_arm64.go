package dep

import "example.invalid/base"

const Name = "arm64 on " + base.Name
