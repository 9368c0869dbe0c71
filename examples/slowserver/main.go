// Command slowserver is an example of a server that starts slowly, for cupel startup to look at:
//
//	go run ./cmd/cupel startup ./examples/slowserver
//
// It takes about 550 ms to start, for three reasons that real servers share. Package config
// fetches the settings over HTTP before main begins (250 ms). Package zones builds a table before
// main begins, which the first request could have built (80 ms). And main does not listen before
// the database is up, for which it waits with a growing pause between two tries (210 ms).
//
// It needs nothing around it: package standin plays the other services.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/cupelgo/cupel/examples/slowserver/config"
	"github.com/cupelgo/cupel/examples/slowserver/database"
	"github.com/cupelgo/cupel/examples/slowserver/standin"
	"github.com/cupelgo/cupel/examples/slowserver/zones"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *addr); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, addr string) error {
	orders, err := database.Open(ctx, standin.NewDatabase().Dial)
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	defer orders.Close()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", l.Addr())
	return serve(ctx, l, handler())
}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, config.Current.Greeting)
	})
	mux.HandleFunc("GET /zone/{postcode}", func(w http.ResponseWriter, r *http.Request) {
		postcode, err := strconv.Atoi(r.PathValue("postcode"))
		if err != nil {
			http.Error(w, "a postcode is a number", http.StatusBadRequest)
			return
		}
		fmt.Fprintln(w, zones.Of(postcode))
	})
	return mux
}

func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
