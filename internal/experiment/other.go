package experiment

import "time"

// The ways in which another program than the one started gets ready.
const (
	HowExec  = "exec"  // the process that was started executes it now
	HowChild = "child" // a descendant does, while the one started lives
	HowLeft  = "left"  // a process that was left behind by the one started, which ended with code 0
)

// Other is what got ready in place of the program that was started.
type Other struct {
	How  string   `json:"how"`
	Name string   `json:"name"`           // of its executable, without folders
	Self bool     `json:"self,omitempty"` // it is the executable that was started
	Args []string `json:"args,omitempty"` // without the program's name
	Env  []string `json:"env,omitempty"`  // names of variables that it has and the one started had not, or with another value
}

// backgroundPoll is the time between looks for a listener among the processes left behind. Each look
// reads the environment of all processes.
const backgroundPoll = 20 * time.Millisecond
