package sarif

import (
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
)

// The rules of claims.
const (
	claimFails   = "claim-fails"
	claimUnknown = "claim-unknown"
)

// rulesOf returns the rules that results are of, in the order of the first result of each.
func rulesOf(in Input) []rule {
	rules := []rule{} // never null
	add := func(id string, make func() rule) {
		if !slices.ContainsFunc(rules, func(r rule) bool { return r.ID == id }) {
			rules = append(rules, make())
		}
	}
	for _, f := range in.Record.Findings {
		add(line(f.Rule), func() rule { return ruleOf(f, in.Rules) })
	}
	for _, v := range in.Verdicts {
		switch v.Outcome {
		case outcomeFails:
			add(claimFails, func() rule {
				return claimRule(claimFails, "a claim does not hold",
					"What was measured does not satisfy a claim, with its whole interval of 95 %.",
					"Mend what the findings name, or change the claim if it asks for too much.")
			})
		case outcomeUnknown:
			add(claimUnknown, func() rule {
				return claimRule(claimUnknown, "whether a claim holds is unknown",
					"What was measured does not tell whether a claim holds; the message has the reason.",
					"Make more runs, or measure on a machine that is less busy.")
			})
		}
	}
	return rules
}

// ruleOf describes what f is of.
func ruleOf(f evidence.Finding, all []finding.Rule) rule {
	i := slices.IndexFunc(all, func(r finding.Rule) bool { return r.Name == f.Rule })
	if i < 0 {
		title := text(f.Title)
		return rule{
			ID: line(f.Rule), Short: message{Text: shortened(title, mostDescription)}, Full: message{Text: shortened(title, mostDescription)},
			Help: message{Text: title}, Properties: properties{"tags": tags(f.Class)},
		}
	}
	r := all[i]
	return rule{
		ID:         r.Name,
		Short:      message{Text: shortened(text(r.Title), mostDescription)},
		Full:       message{Text: shortened(text(r.Doc), mostDescription)},
		Help:       message{Text: help(r), Markdown: helpMarkdown(r)},
		Properties: properties{"tags": tags(r.Class)},
	}
}

func claimRule(id, title, doc, do string) rule {
	return rule{
		ID: id, Short: message{Text: title}, Full: message{Text: doc},
		Help: message{Text: "do: " + do + "\nwhy: " + doc}, Properties: properties{"tags": []string{"claim"}},
	}
}

// tags begin with what all findings are about.
func tags(class string) []string {
	if class == "" {
		return []string{"performance"}
	}
	return []string{"performance", line(class)}
}

func help(r finding.Rule) string {
	out := "do: " + line(r.Do) + "\nwhy: " + line(r.Doc)
	if len(r.Sources) > 0 {
		out += "\nsources: " + strings.Join(r.Sources, " ")
	}
	return out
}

// helpMarkdown also has the code before and after. All of it is Cupel's own text.
func helpMarkdown(r finding.Rule) string {
	var b strings.Builder
	b.WriteString("**do** " + line(r.Do) + "\n\n**why** " + line(r.Doc) + "\n")
	for _, code := range []struct{ head, text string }{{"before", r.Before}, {"after", r.After}} {
		if code.text != "" {
			b.WriteString("\n**" + code.head + "**\n\n```go\n" + lines(code.text) + "\n```\n")
		}
	}
	for _, url := range r.Sources {
		b.WriteString("\n- <" + line(url) + ">")
	}
	return b.String()
}

// lines keeps lines and tabs, which code has, and takes out all other control characters.
func lines(code string) string {
	all := strings.Split(code, "\n")
	for i, one := range all {
		all[i] = report.OneLine(strings.ReplaceAll(one, "\t", "    "))
	}
	return strings.Join(all, "\n")
}
