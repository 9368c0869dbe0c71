package experiment

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Output that is still in the pipe when the program has ended decides like any other.
func TestLastOutputCounts(t *testing.T) {
	out, err := newOutput("", 0, false)
	if err != nil {
		t.Fatal(err)
	}
	var run Run
	a := &attempt{
		ready: ready(t, "stdout:^up$"), run: &run, out: out, hits: make(chan hit, 1),
		child: &child{pid: os.Getpid(), done: make(chan struct{}), end: Monotonic()},
	}
	close(a.child.done)
	a.look = a.received
	out.read(a.matcher(Stdout), nil)
	var writer sync.WaitGroup
	writer.Go(func() {
		out.streams[0].write.WriteString("up\n")
		out.handedOver()
	})
	a.ended(t.Context())
	writer.Wait()
	if run.Outcome != OutcomeReady || run.Ready != a.child.end {
		t.Errorf("outcome %q, ready %d, end %d", run.Outcome, run.Ready, a.child.end)
	}
	out.finish()
}

func TestListenersInOrder(t *testing.T) {
	s := newTestSession(t)
	first, second := "127.0.0.1:"+freePort(t), s.Temp()+"/second.sock"
	c := helper("listen", "tcp", first, "unix", second)
	c.Linger = 10 * time.Second
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { // end the linger once the second listener is there
		conn, err := net.Dial("unix", second)
		for err != nil && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
			conn, err = net.Dial("unix", second)
		}
		stop()
		if err == nil {
			conn.Close()
		}
	}()
	r, err := s.Run(ctx, c, Ready{Kind: Auto})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	var got []string
	for _, l := range r.Listeners {
		got = append(got, l.Network+" "+l.Address)
	}
	if d := cmp.Diff([]string{"tcp4 " + first, "unix " + second}, got); d != "" {
		t.Errorf("listeners (-want +got):\n%s", d)
	}
	if r.Taken == nil || r.Taken.Address != first || r.Taken.Seen != r.Ready {
		t.Errorf("Taken = %+v, Ready = %d", r.Taken, r.Ready)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestAcceptProbe(t *testing.T) {
	s := newTestSession(t)
	for _, address := range []string{"127.0.0.1:0", ":0", "[::1]:0"} {
		file := filepath.Join(s.Temp(), "instants")
		c := helper("late", address, file)
		c.AcceptProbe = true
		r := run(t, s, c, "auto")
		if !r.Good() {
			t.Fatalf("%s: %+v", address, r)
		}
		instants := readInts(t, file)
		if listened, accepted := instants[0], instants[1]; r.Taken.Seen < listened || r.Ready < accepted {
			t.Errorf("%s: listened %d, seen %d, accepted %d, ready %d",
				address, listened, r.Taken.Seen, accepted, r.Ready)
		}
	}
}

func TestAcceptProbeNeverAccepted(t *testing.T) {
	s := newTestSession(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := helper("sleep") // inherits a listener on which nobody accepts
	c.Files = map[int]*os.File{5: f}
	c.AcceptProbe, c.Timeout = true, 300*time.Millisecond
	r := run(t, s, c, "auto")
	want := "the program listens on " + l.Addr().String() + " but accepted no connection in 0.3 s"
	if r.Outcome != OutcomeTimeout || r.Problem != want {
		t.Errorf("outcome %s, problem %q, want %q", r.Outcome, r.Problem, want)
	}
	l.Close()
}

func TestHTTPWaitsForAGoodAnswer(t *testing.T) {
	s := newTestSession(t)
	file, address := filepath.Join(s.Temp(), "instant"), "127.0.0.1:"+freePort(t)
	r := run(t, s, helper("web", address, file), "http://"+address+"/")
	if answered := readInts(t, file)[0]; !r.Good() || r.Ready < answered {
		t.Errorf("answered %d, run %+v", answered, r)
	}
}

func TestHTTPOverdue(t *testing.T) {
	s := newTestSession(t)
	c := helper("sleep")
	c.Timeout = 300 * time.Millisecond
	r := run(t, s, c, "http://127.0.0.1:"+freePort(t)+"/")
	if !strings.Contains(r.Problem, "connection refused") {
		t.Errorf("problem %q, want the last answer", r.Problem)
	}
}

func TestPortTaken(t *testing.T) {
	s := newTestSession(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	for _, r := range []string{"listen:" + port, "http://localhost:" + port + "/"} {
		got := run(t, s, helper("nothing"), r)
		self, _ := readProcess(os.Getpid())
		want := fmt.Sprintf("port %s is taken by pid %d (%s)", port, os.Getpid(), self.name)
		if got.Outcome != OutcomePortTaken || got.Problem != want || got.Start != 0 {
			t.Errorf("%s: %s, %q, want %q", r, got.Outcome, got.Problem, want)
		}
	}
}

func TestExistingFileIsAnError(t *testing.T) {
	s := newTestSession(t)
	_, err := s.Run(context.Background(), helper("nothing"), Ready{Kind: File, Path: s.Temp()})
	if err == nil || !strings.Contains(err.Error(), "exists before the start") {
		t.Errorf("Run = %v, want that the file exists", err)
	}
}

func TestDescendantListens(t *testing.T) {
	s := newTestSession(t)
	sh := Command{
		Path: "/bin/sh", Args: []string{"-c", `"$0" tcp 127.0.0.1:0; true`, os.Args[0]},
		Env: append(os.Environ(), helperKey+"=listen"), Timeout: 20 * time.Second,
	}
	if r := run(t, s, sh, "auto"); r.Outcome != OutcomeReady || r.Taken == nil {
		t.Errorf("run %+v", r)
	}
}

// A program that neither listens nor ends is ready when it has settled.
func TestSettle(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "instant")
	r := run(t, s, helper("work", file), "settle:300ms")
	if r.Outcome != OutcomeReady {
		t.Fatalf("run %+v", r)
	}
	if worked := readInts(t, file)[0]; r.Ready < worked {
		t.Errorf("worked until %d, ready %d", worked, r.Ready)
	}
}

// What auto says of a program that has settled names the flag.
func TestAutoNamesSettle(t *testing.T) {
	s := newTestSession(t)
	c := helper("sleep")
	c.Timeout = 3 * time.Second
	r := run(t, s, c, "auto")
	if r.Outcome != OutcomeTimeout || !strings.Contains(r.Problem, "--ready settle") {
		t.Errorf("run %+v, want a time-out that names settle", r)
	}
}
