package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/history"
)

// How long a post may take: nobody waits longer for a report than a person does.
const (
	whole    = 10 * time.Second
	perTry   = 4 * time.Second
	firstGap = 500 * time.Millisecond // doubled after each try
	tries    = 4
)

// A Sender posts alerts.
type Sender struct {
	Client *http.Client // must follow no redirects, see NewSender
	Now    func() time.Time
	Wait   func(context.Context, time.Duration) error // between tries
}

// NewSender returns one that speaks to the network. It follows no redirect: a secret was given to one host.
func NewSender(now func() time.Time) *Sender {
	return &Sender{
		Client: &http.Client{
			Timeout:       perTry,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		Now: now, Wait: wait,
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Send posts alerts to the target, again where that may help. Its error has no secrets.
func (s *Sender) Send(ctx context.Context, t *Target, alerts []history.Alert) error {
	ctx, cancel := context.WithTimeout(ctx, whole)
	defer cancel()
	body, err := t.payload(alerts, s.Now())
	if err != nil {
		return err
	}
	gap := firstGap
	for try := 1; ; try++ {
		err := s.post(ctx, t, body)
		again := (*retryable)(nil)
		if !errors.As(err, &again) {
			return err
		}
		if try == tries || again.after > whole {
			return fmt.Errorf("%w (tried %d times)", err, try)
		}
		if s.Wait(ctx, max(gap, again.after)) != nil {
			return fmt.Errorf("%w (tried %d times in %s)", err, try, whole)
		}
		gap *= 2
	}
}

// A retryable is an error that may pass.
type retryable struct {
	err   error
	after time.Duration // what the server asked for; 0: nothing
}

func (r *retryable) Error() string { return r.err.Error() }
func (r *retryable) Unwrap() error { return r.err }

// post tries once.
func (s *Sender) post(ctx context.Context, t *Target, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.signed(s.Now()), bytes.NewReader(body))
	if err != nil {
		return errors.New("the URL makes no request")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	if t.token != "" {
		req.Header.Set("Authorization", "Bearer "+t.token)
	}
	res, err := s.Client.Do(req)
	if err != nil {
		return &retryable{err: withoutURL(err)}
	}
	defer res.Body.Close()
	const enough = 64 << 10
	said, err := io.ReadAll(io.LimitReader(res.Body, enough))
	if err != nil {
		return &retryable{err: withoutURL(err)}
	}
	return t.judge(res, said)
}

// withoutURL is the cause of an error of package http, which quotes URLs.
func withoutURL(err error) error {
	if quoting := (*url.Error)(nil); errors.As(err, &quoting) {
		if quoting.Timeout() {
			return fmt.Errorf("no answer within %s", perTry)
		}
		return quoting.Err
	}
	return err
}

// judge tells of an answer that is no success.
func (t *Target) judge(res *http.Response, said []byte) error {
	code := res.StatusCode
	status := strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code))) // what the server calls it may be anything
	switch {
	case code >= 300 && code < 400:
		return fmt.Errorf("%s, to another place: give its URL; redirects are not followed", status)
	case code == http.StatusTooManyRequests || code >= 500:
		return &retryable{errors.New(status), retryAfter(res.Header.Get("Retry-After"))}
	case code >= 400:
		return errors.New(status)
	}
	if t.Format == DingTalk {
		return dingTalk(said)
	}
	return nil
}

func retryAfter(header string) time.Duration {
	seconds, err := strconv.Atoi(strings.TrimSpace(header))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600)) * time.Second
}

// dingTalk reads an answer of DingTalk, which is 200 whatever became of the message. -1 is a system that is busy.
func dingTalk(said []byte) error {
	var answer struct {
		Code *int   `json:"errcode"`
		Text string `json:"errmsg"`
	}
	const busy = -1
	switch err := json.Unmarshal(said, &answer); {
	case err != nil || answer.Code == nil:
		return errors.New("the answer has no errcode: it is not of DingTalk")
	case *answer.Code == busy:
		return &retryable{err: errors.New("errcode -1: busy")}
	case *answer.Code != 0:
		return fmt.Errorf("errcode %d: %q", *answer.Code, answer.Text)
	}
	return nil
}

// signed is the URL to post to. DingTalk wants the time in milliseconds, and HMAC-SHA256 of it and the secret.
func (t *Target) signed(now time.Time) string {
	if t.secret == "" {
		return t.url.String()
	}
	stamp := strconv.FormatInt(now.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(t.secret))
	io.WriteString(mac, stamp+"\n"+t.secret) // a hash returns no errors
	u := *t.url
	q := u.Query()
	q.Set("timestamp", stamp)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = q.Encode()
	return u.String()
}
