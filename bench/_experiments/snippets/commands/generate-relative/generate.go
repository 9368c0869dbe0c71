// Package generate names its model by a relative path. Published: the path must be absolute.
//
// The variable is the experiment's own program, which reads the model.
package generate

//go:generate $SNIPPETS_DRIVER model -model model.txt
