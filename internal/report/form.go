package report

// A Form lets the reader of a served page ask for another one. It is sent as a query, without a script;
// renderers whose readers cannot ask leave it out.
type Form struct {
	Action string // relative URL
	Submit string // what the button says
	Fields []Field
}

// A Field is one input of a form.
type Field struct {
	Name    string // of the query's parameter
	Label   string
	Value   string   // what is in it, or which option is chosen
	Options []Option // what there is to choose; none: any text
}

// An Option is one choice of a field.
type Option struct {
	Value, Text string
}
