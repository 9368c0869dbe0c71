package dep

var Name = name()

func name() string { return "vendored" }
