package report

// Folds divides sections into what is shown or folded away together: those in a row that stand aside under one
// name. Any other is by itself.
func Folds(all []Section) [][]Section {
	var folds [][]Section
	for i := range all {
		last := len(folds) - 1
		if last >= 0 && all[i].Aside != "" && all[i].Aside == folds[last][0].Aside {
			folds[last] = append(folds[last], all[i])
			continue
		}
		folds = append(folds, []Section{all[i]})
	}
	return folds
}
