package startup

// A phase is a part of a start. Records have its name.
type phase uint8

// The phases of a start, in order.
const (
	phaseNone    phase = iota
	phaseRuntime       // exec, dynamic linking, the runtime's own start
	phaseInit          // package initialisation
	phaseMain          // from main.main to ready
)

var phaseNames = [...]string{phaseRuntime: "runtime", phaseInit: "init", phaseMain: "main"}

// String returns what a record calls p, "" for phaseNone.
func (p phase) String() string { return phaseNames[p] }
