package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/history"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func someAlerts() []history.Alert {
	return []history.Alert{{
		State: history.Critical, Before: history.Warning, Program: "api", Host: "2 × EPYC", Metric: "/startup/ready:seconds",
		Labels: map[string]string{"team.name": "core"}, Record: "20261121T110000Z-000001", At: now.Add(-time.Hour),
		Summary: "api <b> & is critical",
	}}
}

// variables is an environment.
func variables(all map[string]string) func(string) string {
	return func(name string) string { return all[name] }
}

// waits is a Sender whose waits are kept instead of waited for.
func waits(all *[]time.Duration) *Sender {
	s := NewSender(func() time.Time { return now })
	s.Wait = func(_ context.Context, d time.Duration) error {
		*all = append(*all, d)
		return nil
	}
	return s
}

// TestAnswers has a server give answers one after the other, the last of them for good.
func TestAnswers(t *testing.T) {
	type answer struct {
		code   int
		header string // Retry-After
		body   string
	}
	tests := []struct {
		name    string
		format  string
		answers []answer
		err     string
		posts   int
		waits   []time.Duration
	}{
		{"ok", Slack, []answer{{200, "", "ok"}}, "", 1, nil},
		{"500, then ok", Alertmanager, []answer{{500, "", ""}, {200, "", ""}}, "", 2, []time.Duration{firstGap}},
		{"429 with a time", Slack, []answer{{429, "3", ""}, {200, "", ""}}, "", 2, []time.Duration{3 * time.Second}},
		{"429 with a long time", Slack, []answer{{429, "60", ""}}, "429 Too Many Requests (tried 1 times)", 1, nil},
		{"429 with a date", Slack, []answer{{429, "Sat, 21 Nov 2026 12:00:01 GMT", ""}, {200, "", ""}}, "", 2, []time.Duration{firstGap}},
		{"500 for good", Slack, []answer{{503, "", ""}}, "503 Service Unavailable (tried 4 times)", 4,
			[]time.Duration{firstGap, 2 * firstGap, 4 * firstGap}},
		{"404", Slack, []answer{{404, "", "no_service"}}, "404 Not Found", 1, nil},
		{"DingTalk takes it", DingTalk, []answer{{200, "", `{"errcode":0,"errmsg":"ok"}`}}, "", 1, nil},
		{"DingTalk refuses", DingTalk, []answer{{200, "", `{"errcode":310000,"errmsg":"sign not match"}`}}, `errcode 310000: "sign not match"`, 1, nil},
		{"DingTalk is busy", DingTalk, []answer{{200, "", `{"errcode":-1}`}, {200, "", `{"errcode":0}`}}, "", 2, []time.Duration{firstGap}},
		{"no DingTalk", DingTalk, []answer{{200, "", "ok"}}, "it is not of DingTalk", 1, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			posts := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				a := test.answers[min(posts, len(test.answers)-1)]
				posts++
				if a.header != "" {
					w.Header().Set("Retry-After", a.header)
				}
				w.WriteHeader(a.code)
				io.WriteString(w, a.body)
			}))
			defer server.Close()
			target, err := Parse(server.URL, test.format, variables(nil))
			if err != nil {
				t.Fatal(err)
			}
			var waited []time.Duration
			err = waits(&waited).Send(t.Context(), target, someAlerts())
			wantError(t, err, test.err)
			if posts != test.posts || !slices.Equal(waited, test.waits) {
				t.Errorf("%d posts after waits of %v, want %d after %v", posts, waited, test.posts, test.waits)
			}
		})
	}
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("err = %v, want none", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("err = %v, want one with %q", err, want)
	}
}

// TestNoAnswer posts to what does not answer: no error may have the URL's secret.
func TestNoAnswer(t *testing.T) {
	release := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer hanging.Close()
	defer close(release)
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	defer other.Close()
	redirecting := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer redirecting.Close()
	closed := httptest.NewServer(nil)
	closed.Close()
	tests := []struct{ name, url, err string }{
		{"hangs", hanging.URL, "no answer within"},
		{"refused", closed.URL, "connect"},
		{"redirects", redirecting.URL, "redirects are not followed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			const secret = "s3cr3t-of-the-url"
			target, err := Parse("env:HOOK", Slack, variables(map[string]string{"HOOK": test.url + "/" + secret + "?token=" + secret}))
			if err != nil {
				t.Fatal(err)
			}
			var waited []time.Duration
			s := waits(&waited)
			s.Client.Timeout = 20 * time.Millisecond
			err = s.Send(t.Context(), target, someAlerts())
			wantError(t, err, test.err)
			if strings.Contains(err.Error(), secret) || strings.Contains(target.Name, secret) {
				t.Errorf("the secret is told: %s, %v", target.Name, err)
			}
		})
	}
}

// TestInterrupted: who interrupts does not wait.
func TestInterrupted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }))
	defer server.Close()
	target, err := Parse(server.URL, Slack, variables(nil))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s := NewSender(time.Now)
	s.Wait = func(ctx context.Context, d time.Duration) error {
		cancel()
		return wait(ctx, time.Hour)
	}
	wantError(t, s.Send(ctx, target, someAlerts()), "tried 1 times")
}

// TestRequest holds what each format is asked with.
func TestRequest(t *testing.T) {
	environment := map[string]string{TokenVariable: "bearer-token", SecretVariable: "SECxyz"}
	mac := hmac.New(sha256.New, []byte("SECxyz"))
	mac.Write([]byte("1795262400000\nSECxyz"))
	sign := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	tests := []struct{ format, authorization, timestamp, sign, body string }{
		{Slack, "", "", "", `{"text":"cupel: critical: api &lt;b&gt; &amp; is critical"}`},
		{DingTalk, "", "1795262400000", sign, `{"msgtype":"text","text":{"content":"cupel: critical: api <b> & is critical"}}`},
		{Alertmanager, "Bearer bearer-token", "", "",
			`[{"labels":{"alertname":"CupelHealth","host":"2 × EPYC","label_team_name":"core","metric":"/startup/ready:seconds","program":"api","severity":"warning"},` +
				`"annotations":{"record":"20261121T110000Z-000001","summary":"api <b> & is critical"},"startsAt":"2026-11-21T11:00:00Z","endsAt":"2026-11-21T12:00:00Z"},` +
				`{"labels":{"alertname":"CupelHealth","host":"2 × EPYC","label_team_name":"core","metric":"/startup/ready:seconds","program":"api","severity":"critical"},` +
				`"annotations":{"record":"20261121T110000Z-000001","summary":"api <b> & is critical"},"startsAt":"2026-11-21T11:00:00Z","endsAt":"2026-11-22T12:00:00Z"}]`},
	}
	for _, test := range tests {
		t.Run(test.format, func(t *testing.T) {
			var got *http.Request
			var body []byte
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = r
				body, _ = io.ReadAll(r.Body)
				io.WriteString(w, `{"errcode":0}`)
			}))
			defer server.Close()
			target, err := Parse(server.URL, test.format, variables(environment))
			if err != nil {
				t.Fatal(err)
			}
			var waited []time.Duration
			wantError(t, waits(&waited).Send(t.Context(), target, someAlerts()), "")
			if got.Method != http.MethodPost || !strings.HasPrefix(got.Header.Get("Content-Type"), "application/json") {
				t.Errorf("%s of %s", got.Method, got.Header.Get("Content-Type"))
			}
			q := got.URL.Query()
			head := []string{got.Header.Get("Authorization"), q.Get("timestamp"), q.Get("sign")}
			if diff := cmp.Diff([]string{test.authorization, test.timestamp, test.sign}, head); diff != "" {
				t.Errorf("request differs (-want +got):\n%s", diff)
			}
			unescaped := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(body))
			if diff := cmp.Diff(test.body, unescaped); diff != "" {
				t.Errorf("body differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolved(t *testing.T) {
	a := someAlerts()
	a[0].State = history.Resolved
	all := postable(a, now)
	if len(all) != 1 || all[0].Labels["severity"] != history.Warning || !all[0].EndsAt.Equal(now) {
		t.Errorf("postable = %+v, want the end of the warning", all)
	}
}

func TestParse(t *testing.T) {
	environment := variables(map[string]string{
		"SLACK": "https://hooks.slack.com/services/T0/B0/s3cr3t", "DING": "https://oapi.dingtalk.com/robot/send?access_token=s3cr3t",
		"BAD": "s3cr3t", TokenVariable: "s3cr3t",
	})
	tests := []struct{ given, format, name, want, err string }{
		{"http://127.0.0.1:9093/api/v2/alerts", Auto, "http://127.0.0.1:9093/api/v2/alerts", Alertmanager, ""},
		{"https://example.com/prefix/api/v2/alerts/", Auto, "https://example.com/prefix/api/v2/alerts/", Alertmanager, ""},
		{"env:SLACK", Auto, "env:SLACK", Slack, ""},
		{"env:DING", Auto, "env:DING", DingTalk, ""},
		{"https://chat.example.com/hooks/abc", Slack, "https://chat.example.com/hooks/abc", Slack, ""},
		{"https://chat.example.com/hooks/abc", Auto, "", "", "give --notify-format"},
		{"https://dingtalk.com.example.org/", Auto, "", "", "give --notify-format"},
		{"http://example.com/api/v2/alerts", Auto, "", "", "use https"},
		{"https://hooks.slack.com/services/T0/B0/s3cr3t", Auto, "", "", "give env:NAME"},
		{"https://oapi.dingtalk.com/robot/send?access_token=s3cr3t", Auto, "", "", "the parameter access_token"},
		{"https://me:s3cr3t@example.com/api/v2/alerts", Auto, "", "", "a user or password"},
		{"env:NONE", Auto, "", "", "is not set"},
		{"env:BAD", Auto, "", "", "env:BAD is not http"},
		{"ftp://example.com", Auto, "", "", "is not http"},
		{"http://%s3cr3t", Auto, "", "", "is not http"},
	}
	for _, test := range tests {
		t.Run(test.given, func(t *testing.T) {
			target, err := Parse(test.given, test.format, environment)
			wantError(t, err, test.err)
			if err != nil {
				if strings.Contains(err.Error(), "s3cr3t") {
					t.Errorf("the secret is told: %v", err)
				}
				return
			}
			if target.Name != test.name || target.Format != test.want {
				t.Errorf("Parse = %s, %s, want %s, %s", target.Name, target.Format, test.name, test.want)
			}
		})
	}
}
