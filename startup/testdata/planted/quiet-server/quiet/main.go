// Command quiet is a server as most are: flags, a file of settings, a page, a few patterns.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"example.com/planted/quiet-server/pages"
	"example.com/planted/quiet-server/routes"
	"example.com/planted/quiet-server/settings"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	file := flag.String("settings", "/etc/quiet-server.json", "file of settings, if it is there")
	flag.Parse()
	set, err := settings.Load(*file)
	if err != nil {
		log.Fatal(err)
	}
	log.SetOutput(os.Stderr)
	log.SetPrefix(set.Name + ": ")
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if err := pages.Render(w, set.Title, routes.Kind(r.URL.Path)); err != nil {
			log.Print(err)
		}
	})
	server := &http.Server{Handler: mux, ReadTimeout: time.Duration(set.TimeoutSeconds) * time.Second}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(server.Serve(l))
}
