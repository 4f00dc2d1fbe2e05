package main

import "github.com/anishathalye/porcupine"

// Register is the state of one entity: a value and how often it has changed.
type Register struct {
	Value    string
	Revision uint64
}

// Initial is a register as the recorder creates it, before any operation.
var Initial = Register{Value: "new", Revision: 1}

// Model is a register with compare-and-set on its revision. Each change, also
// one that nobody saw the answer of, adds one to the revision.
var Model = porcupine.Model{
	Init: func() interface{} { return Initial },
	Step: func(state, input, _ interface{}) (bool, interface{}) {
		return step(state.(Register), input.(Row))
	},
}

func step(now Register, row Row) (bool, Register) {
	if row.Op == "read" {
		return row.Outcome != "ok" || now == Register{row.Found, row.Revision}, now
	}
	applies := row.Op == "write" || row.Expected == now.Revision
	next := Register{row.Value, now.Revision + 1}
	switch row.Outcome {
	case "ok":
		return applies && next == Register{row.Found, row.Revision}, next
	case "refused":
		return !applies && row.Revision == now.Revision, now
	}
	if applies {
		return true, next
	}
	return true, now
}
