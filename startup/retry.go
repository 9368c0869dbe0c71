package startup

var dialing = signOf("net.(*Dialer).", "net.(*sysDialer).", "net.(*netFD).")

// retries returns the sleeps that alternate, at one place, with attempts to reach a peer.
func (n *namer) retries(o *observation, slices []*slice) map[*slice]bool {
	type site struct {
		fn   string
		line int
	}
	sleeps := map[site][]*slice{}
	tried := map[site]bool{} // an attempt since the last sleep
	proven := map[site]bool{}
	for _, s := range slices {
		if s.Class == classSleep {
			n.locate(o, s)
			if at, ok := n.innermost(s.Place); ok {
				k := site{at.Func, at.Line}
				proven[k] = proven[k] || tried[k] && len(sleeps[k]) > 0
				sleeps[k] = append(sleeps[k], s)
				tried[k] = false
			}
			continue
		}
		if len(sleeps) > 0 && dialing.on(s.Stack) {
			for k := range sleeps {
				tried[k] = true
			}
		}
	}
	out := map[*slice]bool{}
	for k, all := range sleeps {
		for _, s := range all {
			out[s] = proven[k]
		}
	}
	return out
}
