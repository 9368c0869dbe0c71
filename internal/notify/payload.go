package notify

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/cupelgo/cupel/internal/history"
)

// lasting is for how long Alertmanager takes an alert to last unless it hears more: the next record is expected
// within a day, and without an end it would be over after minutes.
const lasting = 24 * time.Hour

// payload is what is posted to the target.
func (t *Target) payload(alerts []history.Alert, now time.Time) ([]byte, error) {
	switch t.Format {
	case Alertmanager:
		return json.Marshal(postable(alerts, now))
	case DingTalk:
		return json.Marshal(map[string]any{"msgtype": "text", "text": map[string]string{"content": message(alerts)}})
	}
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	return json.Marshal(map[string]string{"text": escape.Replace(message(alerts))})
}

// message is alerts as text, one a line. It says who writes: robots of DingTalk may ask for a word.
func message(alerts []history.Alert) string {
	var lines []string
	for _, a := range alerts {
		lines = append(lines, "cupel: "+a.State+": "+a.Summary)
	}
	return strings.Join(lines, "\n")
}

// A postableAlert is one of Alertmanager's API v2.
type postableAlert struct {
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	StartsAt    time.Time         `json:"startsAt"`
	EndsAt      time.Time         `json:"endsAt"`
}

// postable ends what was before and is no more, and begins what is.
func postable(alerts []history.Alert, now time.Time) []postableAlert {
	var all []postableAlert
	for i := range alerts {
		a := &alerts[i]
		if a.Before != "" && a.Before != a.State {
			all = append(all, postableOf(a, a.Before, now))
		}
		if a.State != history.Resolved {
			all = append(all, postableOf(a, a.State, now.Add(lasting)))
		}
	}
	return all
}

// unusable is what the name of a label of Alertmanager has not.
var unusable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^a-zA-Z0-9_]`) })

func postableOf(a *history.Alert, severity string, end time.Time) postableAlert {
	labels := map[string]string{
		"alertname": "CupelHealth", "severity": severity, "program": a.Program, "host": a.Host, "metric": a.Metric,
	}
	for key, value := range a.Labels {
		labels["label_"+unusable().ReplaceAllString(key, "_")] = value
	}
	return postableAlert{
		Labels: labels, Annotations: map[string]string{"summary": a.Summary, "record": a.Record},
		StartsAt: a.At.UTC(), EndsAt: end.UTC(),
	}
}
