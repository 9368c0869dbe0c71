package bpf

import "github.com/cilium/ebpf/link"

// attachSingly sets points one by one by the kernel's performance events, where there is no uprobe_multi.
// Each takes some 170 µs.
func (w *Watched) attachSingly(points []Point) ([]link.Link, error) {
	var all []link.Link
	for _, p := range points {
		l, err := w.exe.Uprobe("", w.collector.objects.Hit, &link.UprobeOptions{
			Address: p.Offset, PID: w.pid, Cookie: p.cookie(p.Index),
		})
		if err != nil {
			return all, err
		}
		all = append(all, l)
	}
	return all, nil
}
