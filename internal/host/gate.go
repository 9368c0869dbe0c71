package host

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// momentsApart is near enough to tell when a clock was set, and far enough to cost nothing: see BenchmarkMoment.
const momentsApart = 100 * time.Millisecond

// A Gate watches whether a machine is fit to judge wall times, before and during an experiment.
type Gate struct {
	began       time.Time
	frequencies []string
	turns       int // of a spin
	stop        context.CancelFunc
	watching    sync.WaitGroup

	mu       sync.Mutex
	readings Readings
}

// Readings are all that fitness is judged by.
type Readings struct {
	Host         evidence.Host
	Before       []SpinPair // spins made before the experiment
	During       []SpinPair // spins made between its runs
	Began, Ended Total
	Moments      []Moment // the first as the experiment began, the last as it ended
	Runs         []Used
}

// Used is what a run of the experiment has used.
type Used struct {
	Wall, CPU float64 // seconds
	Switches  int64   // times that its threads had to leave the CPU
}

// OpenGate spins to see how fit this machine is, which h describes, and watches it from then on until [Gate.Close] or
// the end of ctx. It takes 0.8 s, 2 s where the machine is busy. An error means that ctx was done.
func OpenGate(ctx context.Context, h evidence.Host) (*Gate, error) {
	turns := calibrate()
	g := &Gate{frequencies: frequencies(), turns: turns}
	g.readings = Readings{Host: h, Before: spins(ctx, turns)}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.began = time.Now()
	g.readings.Began = total()
	g.look()
	ctx, g.stop = context.WithCancel(ctx)
	g.watching.Go(func() { g.watch(ctx) })
	return g, nil
}

func total() Total { return Total{Count(), ownCPU()} }

func (g *Gate) watch(ctx context.Context) {
	ticker := time.NewTicker(momentsApart)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			g.look()
		}
	}
}

// look adds what the machine tells now.
func (g *Gate) look() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readings.Moments = append(g.readings.Moments, g.moment())
}

func (g *Gate) moment() Moment {
	nobodySets := func() time.Duration { return time.Since(g.began) }
	day := func() time.Duration { return time.Duration(time.Now().UnixNano() - g.began.UnixNano()) }
	m := Moment{At: nobodySets().Seconds(), Set: offset(day, nobodySets)}
	g.add(&m)
	return m
}

// Spin makes a pair of spins: 20 ms, to be spent where no run is under way. What disturbs them is not of the
// programs that are measured.
func (g *Gate) Spin() {
	p := spinPair(g.turns)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readings.During = append(g.readings.During, p)
}

// Add adds what a run has used.
func (g *Gate) Add(u Used) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readings.Runs = append(g.readings.Runs, u)
}

// Read returns what was read so far, this moment included.
func (g *Gate) Read() Readings {
	g.look()
	ended := total()
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.readings
	r.Ended, r.Moments, r.Runs = ended, slices.Clone(r.Moments), slices.Clone(r.Runs)
	return r
}

// Fitness judges the machine from what was read so far.
func (g *Gate) Fitness() Fitness { return JudgeFitness(g.Read()) }

// Close ends the watching. It may be called more than once.
func (g *Gate) Close() {
	g.stop()
	g.watching.Wait()
}
