package dep

import "example.invalid/base"

const Name = "amd64 on " + base.Name
