package report

import (
	"strings"
	"unicode"
)

// Inert returns a line as it may be printed into the log of a CI system: GitHub Actions takes a line that begins with
// "::", white space before it or not, and "##[" anywhere for a command, and so may set, mask or annotate what the
// program that printed it never meant to; Azure Pipelines takes "##vso[", and TeamCity "##teamcity[". What foreign
// text brings along is set apart by a blank.
//
// Sources: src/Runner.Common/ActionCommand.cs of github.com/actions/runner, TryParseV2 and TryParse; "Logging commands"
// in the documentation of Azure Pipelines; "Service messages" in that of TeamCity.
func Inert(line string) string {
	blanks := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
	if strings.HasPrefix(line[blanks:], "::") {
		line = line[:blanks] + ": " + line[blanks+1:]
	}
	return commands.Replace(line)
}

var commands = strings.NewReplacer("##[", "# #[", "##vso[", "# #vso[", "##teamcity[", "# #teamcity[")
