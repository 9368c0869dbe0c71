package host

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// Schema names the format of a diagnosis. The part after the last slash is the major version.
const Schema = "cupel.doctor/v1"

// What the folders that are looked at are for.
const (
	UseWork  = "work"
	UseCache = "build cache"
	UseTemp  = "temp"
)

// Options say where to look and what the caller knows.
type Options struct {
	Dir   string            // folder of the work; "" is the current one
	Cache string            // folder of the build cache; "" if it is not known
	Env   map[string]string // settings of Go in force, see [Environment]
	Go    *Go
	Watch time.Duration // how long to watch what the kernel counts
}

// Diagnosis is what a machine allows, and what on it would weaken a measurement.
type Diagnosis struct {
	Schema string        `json:"schema"`
	Tool   evidence.Tool `json:"tool"`
	Answer string        `json:"answer"`
	Checks []Result      `json:"checks"`
	Host   evidence.Host `json:"host"`
}

// Diagnose makes all checks on this machine. It tries what may be tried, changes nothing and takes o.Watch. An
// error means that ctx was cancelled.
func Diagnose(ctx context.Context, o Options) (*Diagnosis, error) {
	f, err := observe(ctx, o)
	if err != nil {
		return nil, err
	}
	return diagnose(f), nil
}

// diagnose judges facts.
func diagnose(f *Facts) *Diagnosis {
	d := &Diagnosis{Schema: Schema, Checks: Run(f), Host: f.Host}
	d.Answer = d.answer()
	return d
}

// observe collects the facts of this machine.
func observe(ctx context.Context, o Options) (*Facts, error) {
	before := Count()
	f := &Facts{Host: Fingerprint(o.Dir), Files: files()}
	f.Host.Env = o.Env
	f.Told = Told{UID: os.Getuid(), Tried: try(), Folders: folders(o), Go: o.Go, Watched: o.Watch}
	if o.Go != nil {
		f.Host.Go = o.Go.selected()
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(o.Watch):
	}
	after := Count()
	after.Since(before, &f.Host)
	f.Throttled, f.SinceBoot = after.Throttled, after.CPU
	return f, nil
}

// try tries what can be tried.
func try() map[string]error {
	all := map[string]error{}
	for _, c := range Checks {
		if c.Try != nil {
			all[c.Name] = c.Try()
		}
	}
	return all
}

func folders(o Options) []Folder {
	all := []Folder{{Use: UseWork, Path: cmp.Or(o.Dir, ".")}, {Use: UseTemp, Path: os.TempDir()}}
	if o.Cache != "" {
		all = append(all, Folder{Use: UseCache, Path: o.Cache})
	}
	for i := range all {
		all[i].Kind, all[i].NoExec = inspect(existing(all[i].Path))
	}
	return all
}

// existing returns the folder, or the one above it in which it would be made.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}
