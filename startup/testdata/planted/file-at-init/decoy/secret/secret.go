// Package secret holds the key of this program.
package secret

import (
	"log"
	"os"
)

var (
	limits = load("/proc/self/limits")
	memory = load("/proc/meminfo")
	secret = load("/etc/hosts") // stands for a file that is there already
)

// Read returns the secret.
func Read() []byte { return secret }

// Machine returns what is known of the machine.
func Machine() []byte { return append(limits, memory...) }

func load(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatalf("reading %s: %v", path, err)
	}
	return data
}
