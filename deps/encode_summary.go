package deps

// A head is what stands before the lists.
type head struct {
	Schema    string    `json:"schema"`
	Toolchain string    `json:"toolchain"`
	GOOS      string    `json:"goos,omitempty"`
	GOARCH    string    `json:"goarch,omitempty"`
	Cgo       bool      `json:"cgo"`
	Tags      []string  `json:"tags,omitempty"`
	All       bool      `json:"all"`
	Tests     bool      `json:"tests"`
	Answer    string    `json:"answer"`
	Depth     int       `json:"depth"`
	Files     int       `json:"files"`
	Bytes     int64     `json:"bytes"`
	EdgeCount int       `json:"edge_count"`
	Hubs      []hub     `json:"hubs"`
	StdHubs   []hub     `json:"std_hubs"`
	Gates     []hub     `json:"gates"`
	Heavy     []heavy   `json:"heavy"`
	Leaning   []leaning `json:"leaning"`
	Cycles    []cycle   `json:"cycles"`
	Findings  []finding `json:"findings"`
}

type hub struct {
	Package string `json:"package"`
	In      int    `json:"in"`
	Out     int    `json:"out"`
	Reaches int    `json:"reaches"`
	Alone   int    `json:"alone"`
	Bytes   int64  `json:"alone_bytes"`
}

type cycle struct {
	Level   string   `json:"level"`
	Members []string `json:"members"`
	Own     bool     `json:"own"`
	Links   int      `json:"links"`
	Cut     []link   `json:"cut"`
	Least   bool     `json:"least"`
}

type link struct {
	From    string        `json:"from"`
	To      string        `json:"to"`
	Imports []encodedEdge `json:"imports"`
}

type heavy struct {
	Module      string   `json:"module"`
	Version     string   `json:"version,omitempty"`
	Packages    int      `json:"packages"`
	Bytes       int64    `json:"bytes"`
	Gone        int      `json:"gone_packages"`
	GoneModules int      `json:"gone_modules"`
	GoneBytes   int64    `json:"gone_bytes"`
	Code        *int64   `json:"code_bytes,omitempty"`
	Init        *float64 `json:"init_seconds,omitempty"`
}

type leaning struct {
	encodedEdge
	In              int     `json:"in"`
	FromInstability float64 `json:"from_instability"`
	ToInstability   float64 `json:"to_instability"`
}

func (v *View) encodeHubs(all []Hub) []hub {
	out := []hub{}
	for _, x := range all {
		out = append(out, hub{v.Graph.Packages[x.Package].Path, x.In, x.Out, x.Drags - 1, x.Alone, x.AloneBytes})
	}
	return out
}

func (v *View) encodeCycle(c *Cycle) cycle {
	x := cycle{Level: c.Level, Members: c.Members, Own: c.Own, Links: c.Links, Cut: []link{}, Least: c.Least}
	for _, l := range c.Cut {
		x.Cut = append(x.Cut, link{l.From, l.To, v.encodeEdges(l.Edges)})
	}
	return x
}

func (r *Result) encodeHeavy() []heavy {
	out := []heavy{}
	for _, h := range r.Heavy {
		m := &r.View.Graph.Modules[h.Module]
		x := heavy{
			Module: m.Path, Version: m.Version, Packages: h.Packages, Bytes: h.Bytes,
			Gone: len(h.Gone.Packages), GoneModules: h.Gone.Modules, GoneBytes: h.Gone.Bytes,
		}
		if code, ok := r.Evidence.codeOf(r.View, h.Module); ok {
			x.Code = &code
		}
		if init, ok := r.Evidence.initOf(r.View, h.Module); ok {
			x.Init = &init
		}
		out = append(out, x)
	}
	return out
}
