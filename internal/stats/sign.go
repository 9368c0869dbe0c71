package stats

// SignTest returns how probable it is that at least k of n pairs differ in one direction, either one, if
// neither is more probable than the other: the two-sided sign test. At most 1.
//
// Source: J. D. Gibbons, S. Chakraborti, "Nonparametric Statistical Inference", section 5.4.
func SignTest(k, n int) float64 {
	p := 0.0
	for ; k <= n; k++ {
		p += binomial(n, k, 0.5)
	}
	return min(1, 2*p)
}
