// Package notify posts alerts of a history to where people see them: Alertmanager, Slack or DingTalk.
//
// A post is tried up to four times within ten seconds, so that whoever waits for the report never waits long.
// Secrets come from the environment alone, and no error quotes one: command lines are seen by every process, and
// logs by many people.
//
// Sources: Prometheus, "Alerts API" (Alertmanager v2); Slack, "Sending messages using incoming webhooks" and
// "Formatting text for app surfaces"; DingTalk, "Custom robot access" (errcode, signature of timestamp and secret).
package notify
