// A small HTTP service, as many are begun: one handler, no library beside the standard one.
package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/healthz", healthy)
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
}

func healthy(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") }
