package web

import "testing"

// TestListedHost holds that the host is said once where all records are of one, and in each row where they are not.
func TestListedHost(t *testing.T) {
	for _, test := range []struct {
		name      string
		hosts     []string
		paragraph string
		column    bool
	}{
		{"one", []string{"2 × A, linux amd64", "2 × A, linux amd64"}, "All measured on 2 × A, linux amd64.", false},
		{"two", []string{"2 × A, linux amd64", "2 × B, linux amd64"}, "", true},
		{"one, and an unreadable record", []string{"", "2 × A, linux amd64"}, "All measured on 2 × A, linux amd64.", false},
		{"none", []string{""}, "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var shown []summary
			for _, host := range test.hosts {
				shown = append(shown, summary{host: host})
			}
			s := listed(shown)
			last := s.Table.Columns[len(s.Table.Columns)-1].Name
			if s.Paragraph != test.paragraph || (last == "host") != test.column {
				t.Errorf("paragraph %q, last column %q; want %q, host: %v", s.Paragraph, last, test.paragraph, test.column)
			}
			for _, row := range s.Table.Rows {
				if len(row) != len(s.Table.Columns) {
					t.Errorf("%d cells in %d columns", len(row), len(s.Table.Columns))
				}
			}
		})
	}
}
