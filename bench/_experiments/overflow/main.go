// Command overflow lets a process of its own recurse until the runtime stops it, and says which limit
// the runtime names and how far the recursion came.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "recurse" {
		fmt.Println(recurse(1))
		return
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "overflow:", err)
		os.Exit(1)
	}
}

var (
	limit = regexp.MustCompile(`goroutine stack exceeds (\d+)-byte limit`)
	cause = regexp.MustCompile(`(?m)^fatal error: .*$`)
)

func run() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// What overflows at a gigabyte does so in a second; a runtime without a limit would go on.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var notes, message bytes.Buffer
	cmd := exec.CommandContext(ctx, self, "recurse")
	cmd.Env = append(os.Environ(), "GOTRACEBACK=none")
	cmd.Stdout, cmd.Stderr = &notes, &message
	endWithParent(cmd)
	err = cmd.Run()
	if err == nil {
		return fmt.Errorf("the recursion came to an end without an overflow")
	}
	named, why := limit.FindSubmatch(message.Bytes()), cause.Find(message.Bytes())
	if named == nil || why == nil {
		return fmt.Errorf("the recursion ended (%v) without naming a limit; is there 1 GB of free memory? %.300s", err, message.Bytes())
	}
	marks := strings.Fields(notes.String())
	if len(marks) == 0 {
		return fmt.Errorf("the recursion overflowed before its first note")
	}
	reached, err := strconv.Atoi(marks[len(marks)-1])
	if err != nil {
		return err
	}
	fmt.Printf("%s\n", why)
	fmt.Printf("BenchmarkOverflow 1 %s /overflow/limit:bytes %d /overflow/reached:bytes\n", named[1], reached)
	return nil
}
