package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/anishathalye/porcupine"
)

const lineBytesMax = 1 << 20

// Row is one operation of a history, as tests/kafka/failover_load.py notes it.
type Row struct {
	Client int    `json:"client"`
	Key    string `json:"key"`
	// read, write, cas, or peek: a read that may be old.
	Op string `json:"op"`
	// What a write or cas puts there, and the revision that a cas expects.
	Value    string `json:"value"`
	Expected uint64 `json:"expected"`
	// Nanoseconds of one clock. No return: nobody knows whether it was done.
	Call   int64  `json:"call"`
	Return *int64 `json:"return"`
	// ok, refused (a cas that expected another revision) or unknown.
	Outcome string `json:"outcome"`
	// Of what is ok: the value and its revision, as answered. Of what is refused:
	// the revision that stood in the way.
	Found    string `json:"found"`
	Revision uint64 `json:"revision"`
}

// Returns what is wrong with a row by itself, or nil.
func (r Row) check() error {
	switch r.Op {
	case "read", "write", "cas", "peek":
	default:
		return fmt.Errorf("op %q is none of read, write, cas, peek", r.Op)
	}
	switch r.Outcome {
	case "ok", "refused", "unknown":
	default:
		return fmt.Errorf("outcome %q is none of ok, refused, unknown", r.Outcome)
	}
	if (r.Outcome == "unknown") != (r.Return == nil) {
		return fmt.Errorf("outcome %q and return do not fit", r.Outcome)
	}
	if r.Outcome == "refused" && r.Op != "cas" {
		return fmt.Errorf("a %s cannot be refused", r.Op)
	}
	if r.Return != nil && *r.Return < r.Call {
		return fmt.Errorf("returned before it was called")
	}
	return nil
}

// ReadHistory reads JSON lines; the error names the line.
func ReadHistory(from io.Reader) ([]Row, error) {
	var rows []Row
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, lineBytesMax)
	for lines.Scan() {
		var row Row
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(rows)+1, err)
		}
		if err := row.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(rows)+1, err)
		}
		rows = append(rows, row)
	}
	return rows, lines.Err()
}

// ByKey gives the rows of each register.
func ByKey(rows []Row) map[string][]Row {
	keys := map[string][]Row{}
	for _, row := range rows {
		keys[row.Key] = append(keys[row.Key], row)
	}
	return keys
}

// Operations are those that must have an order: all but peeks. What is open
// returns at the end of time.
func Operations(rows []Row) []porcupine.Operation {
	var operations []porcupine.Operation
	for _, row := range rows {
		if row.Op == "peek" {
			continue
		}
		end := int64(math.MaxInt64)
		if row.Return != nil {
			end = *row.Return
		}
		operations = append(operations, porcupine.Operation{
			ClientId: row.Client, Input: row, Call: row.Call, Output: row, Return: end})
	}
	return operations
}
