package probe

// Limit lowers what is left of the budget of each kind of hits, for a process that is not the only one to be
// watched. It is for the hook that has begun the watching.
func (w *Watch) Limit(hits int) {
	for i := range w.left {
		w.left[i] = max(1, min(w.left[i], hits))
	}
}

// Left is what is left of the budget of either kind of hits, whichever is less; 0 or below: nothing.
func (w *Watch) Left() int { return min(w.left[0], w.left[1]) }
