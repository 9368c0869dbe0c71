package startup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/secret"
)

// Limits of what is kept of the command line of a child.
const (
	keptArgs = 32
	keptArg  = 200 // bytes
)

// cut marks what was left out.
const cut = "…"

// childArgs returns the arguments of a child, which nobody chose for being recorded, as they may be stored,
// and the secrets that were found in them and in its environment. Besides what secret.Take knows, a script in an
// argument is looked at word by word, and what an environment keeps private is private in arguments, too.
func childArgs(args, env []string) (shown, secrets []string) {
	shown, secrets = secret.Take(args)
	for i, a := range args {
		if strings.ContainsAny(a, " \t\n") && shown[i] != secret.Redacted {
			words, more := secret.Take(shellWords(shown[i]))
			shown[i], secrets = strings.Join(words, " "), append(secrets, more...)
		}
		if i > 0 && isUserFlag(args[i-1]) {
			if user, password, ok := strings.Cut(a, ":"); ok {
				shown[i], secrets = user+":"+secret.Redacted, append(secrets, password)
			}
		}
	}
	h := secret.NewHider(args, env, secrets...)
	shown = h.All(shown)
	if len(shown) > keptArgs {
		shown = append(shown[:keptArgs:keptArgs], cut)
	}
	for i := range shown {
		shown[i] = capped(shown[i])
	}
	return shown, h.Known()
}

// isUserFlag reports whether user:password may follow a flag, as that of curl.
func isUserFlag(flag string) bool {
	return slices.Contains([]string{"-u", "-U", "--user", "--proxy-user"}, flag)
}

// capped cuts a text to keptArg bytes, at the border of a character.
func capped(text string) string {
	text = strings.ToValidUTF8(text, "?")
	if len(text) <= keptArg {
		return text
	}
	n := keptArg
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + cut
}

// shellWords divides a text at spaces that are not quoted, and takes the quotes off.
func shellWords(text string) []string {
	var words []string
	var word strings.Builder
	quote, begun := rune(0), false
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}
