package app

import "example.invalid/dep"

var Name = dep.Name
