package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/history"
	"github.com/cupelgo/cupel/internal/notify"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

// historyFlags are the flags of `cupel history` as given.
type historyFlags struct {
	dir, since, version, host, metric, score string
	labels                                   []string
	notify                                   []string
	notifyFormat                             string
	changed                                  func(name string) bool
	output                                   outputFlags
	program                                  string
}

const historyLong = `History shows how the records of the store went: by program, host kind and labels a table, a chart
with changes of level marked, and the health of what was measured last.

Health compares a record with those of the same group and analysis of the 14 days before it, each weighing
0.92 times as much per day. The default score is 100 divided by how many times its baseline the median or the p90 is,
whichever is worse, with the interval of 99 % in which a record lies if nothing has changed. A warning is 1.10 times
the baseline and outside of that interval, critical 1.25 times twice running. It takes 6 runs, 10 for the p90, and
5 records before. --score classic is 80·min(base_P50/P50, 1) + 20·max(0, 1 − (P90 − P50)/max(P50, 0.1 s)).
By either, a group whose last start did not get ready is critical.

History alerts, it does not judge: its exit code is 0 whatever the state. To judge, compare two versions.

--notify posts what alerts, or no longer does, of the groups shown: --since 1d leaves out what is not measured any more.
It posts once the report is out, up to four times within 10 seconds; that it fails is a warning and does not
change the exit code. Secrets come from the environment: URLs that hold some as env:NAME, CUPEL_NOTIFY_TOKEN for
Alertmanager, CUPEL_DINGTALK_SECRET to sign what goes to DingTalk.`

const historyExample = `  cupel history
  cupel history --since 30d --label env=ci api
  cupel history --metric cpu --score both -o history.html
  cupel history --notify http://127.0.0.1:9093/api/v2/alerts --notify env:SLACK_WEBHOOK`

// historyShown is how far back history looks unasked: as long as the store keeps what was measured.
const historyShown = 90 * 24 * time.Hour

func historyCommand(sys system) *cobra.Command {
	f := &historyFlags{}
	cmd := &cobra.Command{
		Use:     "history [flags] [PROGRAM]",
		Short:   "How did start times go, and is the last one healthy?",
		Long:    historyLong,
		Example: historyExample,
		Args:    atMost(1, "cupel history api"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				f.program = args[0]
			}
			return f.run(cmd.Context(), sys)
		},
	}
	f.register(cmd)
	return cmd
}

func (f *historyFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.since, "since", "90d", "show records since so long ago, e.g. 14d or 36h; changes and baselines are of all records")
	registerLabels(cmd, &f.labels, "only records with this label, KEY=VALUE; may be repeated")
	fs.StringVar(&f.version, "version", "", "only builds that begin so: a version, a revision or a checksum")
	fs.StringVar(&f.host, "host", "", "only host kinds with this in their name or id")
	fs.StringVar(&f.metric, "metric", "ready", "metric of the plain runs: ready, cpu, rss or a full name")
	fs.StringVar(&f.score, "score", history.Default, "how health is scored: default|classic|both")
	fs.StringArrayVar(&f.notify, "notify", nil, "post to this URL if the last record of a group alerts or no longer does; env:NAME takes the URL from a variable; may be repeated")
	fs.StringVar(&f.notifyFormat, "notify-format", notify.Auto, "what is posted: auto|alertmanager|slack|dingtalk; auto asks the URL")
	f.changed = fs.Changed
	f.output.register(cmd)
	registerDir(cmd, &f.dir)
	fs.BoolVarP(&f.output.verbose, "verbose", "v", false, "all records and groups")
}

func (f *historyFlags) run(ctx context.Context, sys system) error {
	o, labels, err := f.options(sys)
	if err != nil {
		return err
	}
	targets, err := f.targets(sys)
	if err != nil {
		return err
	}
	if f.dir == "" {
		f.dir = defaultStore("")
	}
	entries, skipped, err := readHistory(store.Open(f.dir), o.Metric)
	if err != nil {
		return err
	}
	all := slices.DeleteFunc(slices.Clone(entries), func(e history.Entry) bool { return e.Failed != "" })
	entries = slices.DeleteFunc(entries, func(e history.Entry) bool { return !f.wants(&e, labels) })
	skipped = slices.DeleteFunc(skipped, func(s history.Skipped) bool { return s.Program != "" && !f.wantsProgram(s.Program) })
	h := history.Of(entries, skipped, o)
	if len(h.Groups) == 0 {
		return f.nothing(all, len(h.Skipped), o)
	}
	if err := f.output.write(sys, h); err != nil {
		return err
	}
	announce(ctx, sys, targets, h.Alerts())
	return ctx.Err()
}

// options checks the flags.
func (f *historyFlags) options(sys system) (history.Options, map[string]string, error) {
	o := history.Options{Metric: fullMetric(f.metric), Score: f.score, Now: sys.now()}
	if err := f.output.check(); err != nil {
		return o, nil, err
	}
	since, err := parseAge(f.since)
	if err != nil {
		return o, nil, err
	}
	o.Since = o.Now.Add(-since)
	if !slices.Contains([]string{history.Default, history.Classic, history.Both}, f.score) {
		return o, nil, usage(fmt.Errorf("--score %q: use default, classic or both", f.score), "")
	}
	labels, err := parseLabels(f.labels, sys.env)
	return o, labels, err
}

// fullMetric knows the short names.
func fullMetric(name string) string {
	switch name {
	case "ready":
		return startup.MetricReady
	case "cpu":
		return startup.MetricCPU
	case "rss":
		return startup.MetricRSS
	}
	return name
}

// parseAge reads a duration that may be in days.
func parseAge(text string) (time.Duration, error) {
	const most = 100 * 365
	age, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		if n > most {
			err = errors.New("more than 100 years")
		}
		age = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || age <= 0 {
		return 0, usage(fmt.Errorf("--since %q: use days or hours, as 14d or 36h", text), "")
	}
	return age, nil
}

// A pastRecord is what one record of the store gives.
type pastRecord struct {
	entry   history.Entry
	has     bool
	skipped *history.Skipped
}

// readHistory reads the records of starts. What cannot be read is named, and what has no figures although nothing failed;
// the rest is shown.
func readHistory(s *store.Store, metric string) (entries []history.Entry, skipped []history.Skipped, err error) {
	all, err := store.Each(s, func(id string, r io.Reader) pastRecord {
		rec, err := evidence.Read(r)
		if err != nil {
			return pastRecord{skipped: &history.Skipped{Record: id, Why: err.Error()}}
		}
		if rec.Kind != startup.Kind {
			return pastRecord{}
		}
		rec.ID = id
		entry, ok := history.EntryOf(rec, metric)
		brief := startup.StoredBrief(rec)
		if brief.Failed && !ok {
			entry, ok = history.FailureOf(rec, metric, brief.State)
			return pastRecord{entry: entry, has: ok}
		}
		if !ok && brief.Ready == nil {
			return pastRecord{skipped: &history.Skipped{Record: id, Program: rec.Subject.Package, Why: brief.Program + " " + brief.State}}
		}
		return pastRecord{entry: entry, has: ok}
	})
	for _, one := range all {
		if one.skipped != nil {
			skipped = append(skipped, *one.skipped)
		}
		if one.has {
			entries = append(entries, one.entry)
		}
	}
	return entries, skipped, err
}

// wants applies the filters.
func (f *historyFlags) wants(e *history.Entry, labels map[string]string) bool {
	for key, value := range labels {
		if e.Labels[key] != value {
			return false
		}
	}
	return f.wantsProgram(e.Program.Name) &&
		strings.HasPrefix(e.Built, f.version) &&
		(f.host == "" || strings.Contains(e.Host.Name, f.host) || strings.HasPrefix(e.Host.ID, f.host))
}

// wantsProgram tells whether PROGRAM is a package, or what its executable is called.
func (f *historyFlags) wantsProgram(pkg string) bool {
	return f.program == "" || pkg == f.program || report.Program(pkg) == report.Program(filepath.ToSlash(f.program))
}

// nothing says why there is nothing to show of what was read.
func (f *historyFlags) nothing(all []history.Entry, skipped int, o history.Options) error {
	var programs []string
	for _, e := range all {
		programs = append(programs, report.Program(e.Program.Name))
	}
	slices.Sort(programs)
	programs = slices.Compact(programs)
	switch {
	case len(all) == 0 && skipped > 0:
		return usage(fmt.Errorf("%s has no record with %s that can be used: %d are left out", f.dir, o.Metric, skipped), "cupel report ID names what is wrong with one")
	case len(all) == 0:
		return usage(fmt.Errorf("%s has no record with %s", f.dir, o.Metric), "cupel startup ./cmd/api")
	case !slices.ContainsFunc(all, func(e history.Entry) bool { return f.wantsProgram(e.Program.Name) }):
		return usage(fmt.Errorf("%s has no record of a program %q", f.dir, f.program), "its records are of "+strings.Join(programs, ", "))
	}
	return usage(fmt.Errorf("none of %d records fits PROGRAM, --since, --version, --host and --label", len(all)), "cupel history")
}
