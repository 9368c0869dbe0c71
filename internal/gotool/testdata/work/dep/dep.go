package dep

var Name = name()

func name() string { return "in the workspace" }
