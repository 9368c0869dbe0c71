package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A paramSet is one value for each parameter of `cupel bench run`.
type paramSet struct {
	name   string // "n=1 m=2"
	values map[string]string
}

// putAll puts the values in for the names in braces.
func (s *paramSet) putAll(words []string) []string {
	all := slices.Clone(words)
	for i := range all {
		for name, value := range s.values {
			all[i] = strings.ReplaceAll(all[i], "{"+name+"}", value)
		}
	}
	return all
}

// mostSets is how many arms parameters may make of a command.
const mostSets = 100

// paramSets are all combinations of the parameters' values; without parameters it is an empty one.
func paramSets(params []string) ([]paramSet, error) {
	all := []paramSet{{values: map[string]string{}}}
	for _, p := range params {
		name, list, ok := strings.Cut(p, "=")
		if !ok || name == "" || list == "" || strings.ContainsAny(name, "{}") {
			return nil, usage(fmt.Errorf("--param %q is not NAME=VALUES", p), "--param n=1,2,4 or --param n=1..8:2")
		}
		values, err := paramValues(list)
		if err != nil {
			return nil, usage(fmt.Errorf("--param %s: %w", p, err), "--param n=1,2,4 or --param n=1..8:2")
		}
		var more []paramSet
		for _, s := range all {
			for _, v := range values {
				one := paramSet{strings.TrimSpace(s.name + " " + name + "=" + v), map[string]string{name: v}}
				for k, earlier := range s.values {
					one.values[k] = earlier
				}
				more = append(more, one)
			}
		}
		if all = more; len(all) > mostSets {
			return nil, usage(fmt.Errorf("the parameters make more than %d arms of a command", mostSets), "")
		}
	}
	return all, nil
}

// paramValues reads V1,V2,… or MIN..MAX[:STEP].
func paramValues(list string) ([]string, error) {
	from, rest, isRange := strings.Cut(list, "..")
	if !isRange {
		all := strings.Split(list, ",")
		if slices.Contains(all, "") {
			return nil, fmt.Errorf("a value is empty")
		}
		return all, nil
	}
	to, by, hasStep := strings.Cut(rest, ":")
	if !hasStep {
		by = "1"
	}
	var numbers [3]float64
	for i, text := range []string{from, to, by} {
		var err error
		if numbers[i], err = strconv.ParseFloat(text, 64); err != nil {
			return nil, fmt.Errorf("%q is no number", text)
		}
	}
	least, most, step := numbers[0], numbers[1], numbers[2]
	if !(step > 0) || !(least <= most) || (most-least)/step >= mostSets {
		return nil, fmt.Errorf("it is to go up, in at most %d steps", mostSets)
	}
	var all []string
	for i := range int(math.Floor((most-least)/step+1e-9)) + 1 {
		all = append(all, strconv.FormatFloat(least+float64(i)*step, 'g', 12, 64))
	}
	return all, nil
}
