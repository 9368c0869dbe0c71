// The same service with the profiles of net/http/pprof: the import is the only difference.
package main

import (
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
)

func main() {
	http.HandleFunc("/healthz", healthy)
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
}

func healthy(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") }
