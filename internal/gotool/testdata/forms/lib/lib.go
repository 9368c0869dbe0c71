package lib

var Name = name()

func name() string { return "lib" }
