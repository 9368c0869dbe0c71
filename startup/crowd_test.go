package startup

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cupelgo/cupel/internal/agent"
)

// TestMostTogether holds that no module's small init functions cost more together than is said to be the most.
func TestMostTogether(t *testing.T) {
	const high = 64
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		var groups []*group
		var cost []float64
		together := map[string]float64{}
		for range 1 + r.IntN(40) {
			module := fmt.Sprintf("example.com/m%d", r.IntN(5))
			g := &group{cause: &cpuAtInit, init: &agent.Init{Symbol: module + ".init"}}
			c := float64(r.IntN(2 * high))
			groups, cost = append(groups, g), append(cost, c)
			if c < high {
				together[module] += c
			}
		}
		n := newNamer("example.com/m0", "example.com/m0", nil)
		for _, low := range []float64{0, high / 4, high} {
			most := n.mostTogether(groups, cost, low, high)
			for module, c := range together {
				if c > most {
					t.Errorf("seed %d, low %v: %s costs %v, more than %v", seed, low, module, c, most)
				}
			}
		}
	}
}
