package licence

import (
	"slices"
	"testing"
)

const mit = `MIT License

Copyright (c) 2026 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED.
`

const bsd2 = `Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:
 * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
   disclaimer in the documentation.
`

const noEndorsement = `Neither the name of Google Inc. nor the names of its contributors may be used to endorse or promote products
derived from this software without specific prior written permission.`

const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted`

func TestIdentify(t *testing.T) {
	long := ""
	for range 400 {
		long += "condition of my own, "
	}
	for name, c := range map[string]struct{ text, want string }{
		"none":         {"All rights reserved.", "unknown"},
		"empty":        {"", "unknown"},
		"MIT":          {mit, "MIT"},
		"comments":     {"// " + mit, "MIT"},
		"more":         {mit + long, "MIT + other text"},
		"changed":      {mit[:200] + " except on Mondays " + mit[400:], "unknown"},
		"BSD 2":        {bsd2, "BSD-2-Clause"},
		"BSD 3":        {bsd2 + noEndorsement, "BSD-3-Clause"},
		"two":          {mit + bsd2 + noEndorsement, "BSD-3-Clause + MIT"},
		"ISC":          {isc + ", provided that the above copyright notice and this permission notice appear in all copies.", "ISC"},
		"zero clauses": {isc + ". THE SOFTWARE IS PROVIDED \"AS IS\"", "0BSD"},
		"tag":          {"// SPDX-License-Identifier: EUPL-1.2\n", "EUPL-1.2"},
		"binary":       {"\x00\xff\xfe MIT", "unknown"},
	} {
		if got := Identify([]byte(c.text)).String(); got != c.want {
			t.Errorf("%s: Identify = %s, want %s", name, got, c.want)
		}
	}
}

// TestTexts holds that each licence that is known is told by a sentence of its own.
func TestTexts(t *testing.T) {
	for _, k := range texts {
		text := ""
		for _, s := range k.has {
			if normalize(s) != " "+s+" " {
				t.Errorf("%s: %q is not as normalize writes it", k.name, s)
			}
			text += s + "\n"
		}
		if got := Identify([]byte(text)); len(got.Names) != 1 || got.Names[0] != k.name {
			t.Errorf("the sentences of %s are taken for %v", k.name, got.Names)
		}
	}
}

// FuzzIdentify holds that no text breaks it, and that what it says does not depend on case and punctuation.
func FuzzIdentify(f *testing.F) {
	for _, seed := range []string{mit, bsd2 + noEndorsement, isc, "SPDX-License-Identifier:", "\xff\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v := Identify(text)
		if !slices.IsSorted(v.Names) {
			t.Errorf("names are not sorted: %v", v.Names)
		}
		if again := Identify([]byte(normalize(string(text)))); len(again.Names) > 0 && !slices.Equal(v.Names, again.Names) {
			t.Errorf("Identify = %v, of its words alone %v", v.Names, again.Names)
		}
	})
}
