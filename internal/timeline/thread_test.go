package timeline

import "testing"

func TestInquiry(t *testing.T) {
	asked := []struct{ thread, at, want int64 }{
		{7, 9, 0}, {7, 10, 1}, {7, 49, 1}, {7, 50, 0}, {7, 19, 1}, {8, 10, 0}, {7, 20, 2}, {7, 30, 0}, {7, 39, 0},
	}
	got := make([]int64, len(asked))
	var q Inquiry
	for i, a := range asked {
		q.Ask(a.thread, a.at, &got[i])
	}
	for _, told := range []string{"once", "anew"} {
		q.Reset()
		for _, ran := range []Stretch{{From: 10, To: 20, G: 1}, {From: 20, To: 30, G: 2}, {From: 40, To: 50, G: 1}} {
			q.Thread(7).Ran(ran.G, ran.From, ran.To)
		}
		for i, a := range asked {
			if got[i] != a.want {
				t.Errorf("told %s: thread %d at %d ran %d, want %d", told, a.thread, a.at, got[i], a.want)
			}
		}
	}
	if q.Reset(); got[1] != 0 {
		t.Errorf("after Reset: %d", got[1])
	}
}

func TestNoInquiry(t *testing.T) {
	var q *Inquiry
	q.Reset()
	q.Thread(7).Ran(1, 10, 20)
}
