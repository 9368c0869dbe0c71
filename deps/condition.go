package deps

import (
	"go/build/constraint"

	"github.com/cupelgo/cupel/internal/gosource"
)

// constraint enters under which constraint a file is built, by its name and by what it says.
func (l *loader) constraint(s *scanned) int32 {
	system, architecture := gosource.Demands(s.name)
	key := condition{system, architecture, s.constraint}
	if id, ok := l.byText[key]; ok || key == (condition{}) {
		return id
	}
	byName := gosource.FileConstraint(s.name)
	said, err := gosource.ParseConstraint([]byte(s.constraint))
	if err != nil {
		s.err = &gosource.Error{Line: 1, Text: err.Error()}
		return 0
	}
	if byName != nil && said != nil && byName.String() == said.String() {
		byName = nil
	}
	id := int32(len(l.constraints))
	l.constrain(gosource.And(byName, said))
	l.byText[key] = id
	return id
}

// A condition is what a file says of where it is built: by its name, and in its header.
type condition struct{ system, architecture, text string }

// constrain enters a constraint.
func (l *loader) constrain(x constraint.Expr) {
	text := ""
	if x != nil {
		text = x.String()
	}
	native := l.context.Allows(x)
	l.constraints = append(l.constraints, Constraint{text, x})
	l.native, l.followed = append(l.native, native), append(l.followed, native || l.opt.All && gosource.Possible(x))
}
