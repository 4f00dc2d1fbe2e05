package main

import (
	"fmt"
	"time"
)

// Peeks are reads that may be old: how many were, by how much at most, and which
// showed what never was there, or was not yet.
type Peeks struct {
	Total, Old int
	Oldest     time.Duration
	Wrong      []string
}

func (p Peeks) String() string {
	text := fmt.Sprintf("%d peeks, %d of them old by at most %d ms", p.Total, p.Old,
		p.Oldest.Milliseconds())
	if len(p.Wrong) > 0 {
		text += fmt.Sprintf(", WRONG: %v", p.Wrong)
	}
	return text
}

// Takes in the peeks of one register.
func (p *Peeks) add(key string, rows []Row) {
	made := map[uint64]Row{} // by the revision that was answered
	open := map[string]Row{} // by the value, where nobody was answered
	for _, row := range rows {
		if row.Op == "peek" {
			continue
		}
		if row.Outcome == "ok" && row.Op != "read" {
			made[row.Revision] = row
		} else if row.Outcome == "unknown" {
			open[row.Value] = row
		}
	}
	for _, row := range rows {
		if row.Op != "peek" {
			continue
		}
		p.Total++
		if !possible(row, made, open) {
			p.Wrong = append(p.Wrong, fmt.Sprintf("%s revision %d %q", key, row.Revision,
				row.Found))
		}
		if age := ageOf(row, rows); age > 0 {
			p.Old++
			p.Oldest = max(p.Oldest, age)
		}
	}
}

// Whether somebody had begun to write what the peek has found.
func possible(peek Row, made map[uint64]Row, open map[string]Row) bool {
	if peek.Revision == 0 {
		return peek.Found == "" // not made yet
	}
	if peek.Revision == Initial.Revision {
		return peek.Found == Initial.Value
	}
	writer, known := made[peek.Revision]
	if !known {
		writer, known = open[peek.Found]
	}
	return known && writer.Value == peek.Found && writer.Call <= *peek.Return
}

// How long before the peek somebody had been answered a later revision.
func ageOf(peek Row, rows []Row) time.Duration {
	age := time.Duration(0)
	for _, row := range rows {
		if row.Return != nil && row.Revision > peek.Revision {
			age = max(age, time.Duration(peek.Call-*row.Return))
		}
	}
	return age
}

// Not in the oldest Go that builds this.
func max(a, b time.Duration) time.Duration {
	if a > b {
		return a
	}
	return b
}
