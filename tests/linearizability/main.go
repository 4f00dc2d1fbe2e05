// Checks histories of single entities for linearizability with Porcupine.
//
//	linearizability [-seconds S] HISTORY.jsonl...
//
// Each register of each file is checked by itself. Peeks may be old, but must show
// what was there at some time. Prints one line a file; exit code 0 when all are
// linearizable, 1 when one is not or a peek is wrong, 2 when a file is not a
// history, 3 when one could not be decided within the time.
package main

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	exitIllegal   = 1
	exitBadInput  = 2
	exitUndecided = 3
)

// Verdict of one file.
type Verdict struct {
	Operations, Open, Registers int
	Illegal, Undecided          []string
	Peeks                       Peeks
}

// Check decides about every register of a history; each has that much time.
func Check(rows []Row, limit time.Duration) Verdict {
	verdict := Verdict{Operations: len(rows)}
	for _, row := range rows {
		if row.Return == nil {
			verdict.Open++
		}
	}
	for key, all := range ByKey(rows) {
		verdict.Registers++
		verdict.Peeks.add(key, all)
		switch porcupine.CheckOperationsTimeout(Model, Operations(all), limit) {
		case porcupine.Illegal:
			verdict.Illegal = append(verdict.Illegal, key)
		case porcupine.Unknown:
			verdict.Undecided = append(verdict.Undecided, key)
		}
	}
	sort.Strings(verdict.Illegal)
	sort.Strings(verdict.Undecided)
	return verdict
}

func (v Verdict) String() string {
	text := fmt.Sprintf("%d operations on %d registers, %d open, %s: ", v.Operations,
		v.Registers, v.Open, v.Peeks)
	if len(v.Illegal) > 0 {
		return text + fmt.Sprintf("NOT linearizable: %v", v.Illegal)
	}
	if len(v.Undecided) > 0 {
		return text + fmt.Sprintf("not decided in time: %v", v.Undecided)
	}
	return text + "linearizable"
}

func main() {
	seconds := flag.Float64("seconds", 30, "time for each register")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "linearizability: name a history (JSON lines)")
		os.Exit(exitBadInput)
	}
	code := 0
	for _, path := range flag.Args() {
		file, err := os.Open(path)
		if err == nil {
			var rows []Row
			rows, err = ReadHistory(file)
			file.Close()
			if err == nil {
				verdict := Check(rows, time.Duration(*seconds*float64(time.Second)))
				fmt.Printf("%s: %s\n", path, verdict)
				if len(verdict.Illegal)+len(verdict.Peeks.Wrong) > 0 {
					code = exitIllegal
				} else if len(verdict.Undecided) > 0 && code == 0 {
					code = exitUndecided
				}
			}
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "linearizability: %s: %v\n", path, err)
			os.Exit(exitBadInput)
		}
	}
	os.Exit(code)
}
