package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/cache"
)

// A lender lets go commands of another user, or with another cache, use the build cache of who runs the tests all the
// same, else the standard library were compiled anew. They ask by the protocol of GOCACHEPROG, see "go help cacheprog".
type lender struct {
	cache *cache.Cache
	shelf string // where what was asked for can be read
}

// lentRequest and lentAnswer are what the protocol sends.
type (
	lentRequest struct {
		ID       int64
		Command  string
		ActionID []byte
		BodySize int64
	}
	lentAnswer struct {
		ID            int64
		Err           string   `json:",omitempty"`
		KnownCommands []string `json:",omitempty"`
		Miss          bool     `json:",omitempty"`
		OutputID      []byte   `json:",omitempty"`
		Size          int64    `json:",omitempty"`
		DiskPath      string   `json:",omitempty"`
	}
)

// lend lends the build cache of who runs the test until it ends, by files in shelf, and returns where to ask.
func lend(t *testing.T, shelf string) (socket string) {
	t.Helper()
	dir, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	c, err := cache.Open(strings.TrimSpace(string(dir)))
	if err != nil {
		t.Fatal(err)
	}
	socket = filepath.Join(shelf, "socket")
	err = os.Mkdir(shelf, 0o755)
	listener, listening := net.Listen("unix", socket)
	if err := errors.Join(err, listening); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	if err := os.Chmod(socket, 0o666); err != nil {
		t.Fatal(err)
	}
	l := &lender{cache: c, shelf: shelf}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go l.serve(conn)
		}
	}()
	return socket
}

// serve answers one go command until it hangs up.
func (l *lender) serve(conn net.Conn) {
	defer conn.Close()
	out, in := json.NewEncoder(conn), json.NewDecoder(conn)
	out.Encode(lentAnswer{KnownCommands: []string{"get", "put", "close"}})
	for {
		var q lentRequest
		var body []byte
		if in.Decode(&q) != nil || q.BodySize > 0 && in.Decode(&body) != nil {
			return
		}
		a, err := l.answer(q, body)
		if err != nil {
			a.Err = err.Error()
		}
		a.ID = q.ID
		out.Encode(a)
	}
}

func (l *lender) answer(q lentRequest, body []byte) (a lentAnswer, err error) {
	if q.Command == "close" {
		return a, nil
	}
	id := cache.ActionID(q.ActionID)
	if q.Command == "put" {
		if _, _, err := l.cache.PutNoVerify(id, bytes.NewReader(body)); err != nil {
			return a, err
		}
	}
	file, entry, err := l.cache.GetFile(id)
	if err != nil {
		return lentAnswer{Miss: true}, nil
	}
	a = lentAnswer{OutputID: entry.OutputID[:], Size: entry.Size, DiskPath: filepath.Join(l.shelf, filepath.Base(file))}
	return a, l.lay(file, a.DiskPath)
}

// lay makes file readable as path: by another name where both are on one file system, else by a copy.
func (l *lender) lay(file, path string) error {
	if err := os.Link(file, path); err == nil || errors.Is(err, os.ErrExist) {
		return nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(l.shelf, "part-")
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	return errors.Join(err, part.Chmod(0o644), part.Close(), os.Rename(part.Name(), path))
}

// lentCache connects the go command with who lends it the cache.
func lentCache() int {
	conn, err := net.Dial("unix", os.Getenv("CUPEL_LENT_CACHE"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	go func() {
		io.Copy(conn, os.Stdin)
		conn.(*net.UnixConn).CloseWrite()
	}()
	io.Copy(os.Stdout, conn)
	return 0
}
