// Package planets knows the planets: it decodes a small embedded table in package init.
package planets

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"log"
	"strconv"
	"strings"
	"time"
)

//go:embed planets.csv
var text string

// Planet is a planet.
type Planet struct {
	Name     string
	Radius   int     // km
	Distance float64 // from the sun, million km
	Day      time.Duration
}

var (
	planets = parse(text)
	names   = index(planets)
)

// All returns all planets.
func All() []Planet { return append([]Planet(nil), planets...) }

// Find returns the planet of that name, nil if there is none.
func Find(name string) *Planet { return names[name] }

func index(all []Planet) map[string]*Planet {
	out := map[string]*Planet{}
	for i := range all {
		out[all[i].Name] = &all[i]
	}
	return out
}

func parse(text string) []Planet {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		log.Fatalf("reading the planets: %v", err)
	}
	var out []Planet
	for _, row := range rows[1:] {
		p, err := planet(row)
		if err != nil {
			log.Fatalf("reading the planet %s: %v", row[0], err)
		}
		out = append(out, p)
	}
	return out
}

func planet(row []string) (p Planet, err error) {
	p.Name = row[0]
	if p.Radius, err = strconv.Atoi(row[1]); err != nil {
		return p, fmt.Errorf("radius: %w", err)
	}
	if p.Distance, err = strconv.ParseFloat(row[2], 64); err != nil {
		return p, fmt.Errorf("distance: %w", err)
	}
	if p.Day, err = time.ParseDuration(row[3]); err != nil {
		return p, fmt.Errorf("day: %w", err)
	}
	return p, nil
}
