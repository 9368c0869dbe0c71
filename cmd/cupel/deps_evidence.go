package main

import (
	"slices"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

// measuredOf returns what was measured of a program of the main modules: how much code an executable has, "" being
// none, and what package init took in the last record of the store that tells.
func measuredOf(v *deps.View, binary string, s *store.Store) (*deps.Evidence, error) {
	e := &deps.Evidence{}
	if binary != "" {
		if err := e.ReadCode(binary); err != nil {
			return nil, usage(err, "")
		}
	}
	all, err := s.List()
	if err != nil {
		return nil, err
	}
	for _, entry := range slices.Backward(all) {
		rec, _, err := s.Load(entry.ID)
		if err != nil || !isOwn(v, rec.Subject.Module) {
			continue // a record that cannot be read is no matter of this command: cupel report tells
		}
		if takeInit(e, rec) {
			break
		}
	}
	return e, nil
}

func isOwn(v *deps.View, module string) bool {
	return slices.ContainsFunc(v.Graph.Modules, func(m deps.Module) bool { return m.Main && m.Path == module })
}

// takeInit takes the init times of a record, if it has any.
func takeInit(e *deps.Evidence, rec *evidence.Record) bool {
	for _, m := range rec.Metrics {
		if m.Name != startup.MetricInitSelf || m.Labels["package"] == "" || len(m.Samples) == 0 {
			continue
		}
		if e.Init == nil {
			e.Init, e.InitOf, e.InitPass = map[string]float64{}, rec.Subject.Package+" in record "+rec.ID, m.Pass
		}
		if m.Pass == e.InitPass {
			e.Init[m.Labels["package"]] += m.Summary.Median
		}
	}
	return e.Init != nil
}
