package sarif

// The objects of SARIF 2.1.0, as far as they are written, with their properties in the order of the
// specification's tables. What must be there has no omitempty.

type log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool        tool                        `json:"tool"`
	Invocations []invocation                `json:"invocations"`
	Bases       map[string]artifactLocation `json:"originalUriBaseIds"`
	Automation  automation                  `json:"automationDetails"`
	ColumnKind  string                      `json:"columnKind"`
	Results     []result                    `json:"results"` // empty: nothing was found; null would be: not looked for
}

type tool struct {
	Driver component `json:"driver"`
}

type component struct {
	Name       string     `json:"name"`
	Version    string     `json:"version,omitempty"`
	Rules      []rule     `json:"rules"`
	Properties properties `json:"properties,omitempty"`
}

type rule struct {
	ID         string     `json:"id"`
	Short      message    `json:"shortDescription"`
	Full       message    `json:"fullDescription"`
	Help       message    `json:"help"`
	Properties properties `json:"properties,omitempty"`
}

// A message is one, or a multiformatMessageString.
type message struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type invocation struct {
	Start      string         `json:"startTimeUtc,omitempty"`
	Successful bool           `json:"executionSuccessful"`
	Notes      []notification `json:"toolExecutionNotifications,omitempty"`
	Properties properties     `json:"properties,omitempty"`
}

type notification struct {
	Message message `json:"message"`
	Level   string  `json:"level"`
}

type automation struct {
	ID string `json:"id"`
}

type result struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Kind         string            `json:"kind"`
	Level        string            `json:"level"`
	Message      message           `json:"message"`
	Locations    []location        `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Flows        []codeFlow        `json:"codeFlows,omitempty"`
	Related      []location        `json:"relatedLocations,omitempty"`
	Properties   properties        `json:"properties,omitempty"`
}

type location struct {
	ID       int               `json:"id,omitempty"`
	Physical *physicalLocation `json:"physicalLocation,omitempty"`
	Logical  []logicalLocation `json:"logicalLocations,omitempty"`
	Message  *message          `json:"message,omitempty"`
}

type physicalLocation struct {
	Artifact artifactLocation `json:"artifactLocation"`
	Region   *region          `json:"region,omitempty"`
}

type artifactLocation struct {
	URI         string   `json:"uri,omitempty"`
	Base        string   `json:"uriBaseId,omitempty"`
	Description *message `json:"description,omitempty"`
}

// A region of one line, all of it: an end column that is missing is that of the line.
type region struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
}

type logicalLocation struct {
	Name string `json:"name,omitempty"`
	Full string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type codeFlow struct {
	Threads []threadFlow `json:"threadFlows"`
}

type threadFlow struct {
	Locations []flowLocation `json:"locations"`
}

type flowLocation struct {
	Location location `json:"location"`
}

// properties are a property bag. Its keys are written in order.
type properties map[string]any
