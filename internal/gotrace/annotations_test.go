package gotrace

import (
	"bytes"
	"context"
	"runtime/trace"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnnotations(t *testing.T) {
	var b bytes.Buffer
	if err := trace.Start(&b); err != nil {
		t.Skip(err) // the test itself is being traced
	}
	ctx, task := trace.NewTask(context.Background(), "a task")
	trace.WithRegion(ctx, "a region", func() { trace.Log(ctx, "a category", "a message") })
	task.End()
	trace.Stop()

	got, err := Annotations(bytes.NewReader(b.Bytes()))
	want := map[string]bool{"a task": true, "a region": true, "a category": true, "a message": true}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Annotations: %v (-want +got):\n%s", err, diff)
	}
	if _, err := Annotations(bytes.NewReader(b.Bytes()[:b.Len()-1])); err == nil {
		t.Error("Annotations of a trace cut short: no error")
	}
}
