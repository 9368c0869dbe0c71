package stats

import (
	"encoding/json"
	"math"
)

// An Interval is an estimate and what encloses the true value with a probability of at least Level.
// In JSON a number that is not finite is null.
type Interval struct {
	Value float64 `json:"value"` // NaN: there is none
	Lo    float64 `json:"lo"`    // -Inf: nothing bounds it from below
	Hi    float64 `json:"hi"`    // +Inf: nothing bounds it from above
	Level float64 `json:"level"` // 0 to 1, e.g. 0.95
	N     int     `json:"n"`     // samples, or pairs of them
	OK    bool    `json:"ok"`    // false: too few for an interval; Lo and Hi mean nothing
}

// Holds says whether x lies in the interval, its ends included.
func (i Interval) Holds(x float64) bool {
	return i.Lo <= x && x <= i.Hi
}

// An intervalJSON is an Interval as JSON can hold it.
type intervalJSON struct {
	Value *float64 `json:"value"`
	Lo    *float64 `json:"lo"`
	Hi    *float64 `json:"hi"`
	Level float64  `json:"level"`
	N     int      `json:"n"`
	OK    bool     `json:"ok"`
}

// MarshalJSON implements json.Marshaler.
func (i Interval) MarshalJSON() ([]byte, error) {
	return json.Marshal(intervalJSON{finite(i.Value), finite(i.Lo), finite(i.Hi), i.Level, i.N, i.OK})
}

// UnmarshalJSON implements json.Unmarshaler.
func (i *Interval) UnmarshalJSON(data []byte) error {
	var j intervalJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*i = Interval{orElse(j.Value, math.NaN()), orElse(j.Lo, math.Inf(-1)), orElse(j.Hi, math.Inf(1)), j.Level, j.N, j.OK}
	return nil
}

// finite returns nil for what JSON has no number for.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func orElse(x *float64, other float64) float64 {
	if x == nil {
		return other
	}
	return *x
}
