// Command fixed runs itself again when the first visitor comes.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"sync"

	"example.com/planted/subprocess-self-on-path/fixed/schema"
	"example.com/planted/subprocess-self-on-path/fixed/upgrade"
	"example.com/planted/subprocess-self-on-path/stopwatch"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "upgrade" {
		schema.Upgrade()
		return
	}
	once := sync.OnceFunc(upgrade.Run)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		once()
		fmt.Fprintln(w, "up to date")
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
