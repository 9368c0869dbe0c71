package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/cupelgo/cupel/internal/history"
	"github.com/cupelgo/cupel/internal/notify"
)

// targets reads --notify before anything else is done.
func (f *historyFlags) targets(sys system) ([]*notify.Target, error) {
	if !slices.Contains(notify.Formats(), f.notifyFormat) {
		return nil, usage(fmt.Errorf("--notify-format %q: use %s", f.notifyFormat, strings.Join(notify.Formats(), ", ")), "")
	}
	if f.changed("notify-format") && len(f.notify) == 0 {
		return nil, usage(fmt.Errorf("--notify-format has no effect without --notify"), "")
	}
	var all []*notify.Target
	for _, given := range f.notify {
		t, err := notify.Parse(given, f.notifyFormat, func(name string) string { return lookup(sys.env, name) })
		if err != nil {
			return nil, usage(fmt.Errorf("--notify: %w", err), "")
		}
		all = append(all, t)
	}
	return all, nil
}

// announce posts alerts to all targets at a time. The report is out already, and whatever becomes of this does not
// change the exit code.
func announce(ctx context.Context, sys system, targets []*notify.Target, alerts []history.Alert) {
	if len(alerts) == 0 {
		return
	}
	said := make([]string, len(targets))
	sender := notify.NewSender(sys.now)
	var posts sync.WaitGroup
	for i, t := range targets {
		posts.Go(func() {
			said[i] = "notified " + t.Name
			if err := sender.Send(ctx, t, alerts); err != nil {
				said[i] = fmt.Sprintf("warning: %s is not notified: %v", t.Name, err)
			}
		})
	}
	posts.Wait()
	w := sys.text(sys.stderr)
	for _, text := range said {
		fmt.Fprintln(w, "cupel: "+text)
	}
}
