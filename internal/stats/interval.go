package stats

// An Interval is an estimate and what encloses the true value with a probability of at least Level.
type Interval struct {
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
	Level float64 `json:"level"` // 0 to 1, e.g. 0.95
	N     int     `json:"n"`     // samples, or pairs of them
	OK    bool    `json:"ok"`    // false: too few for an interval; Lo and Hi mean nothing
}
