package main

import (
	"strings"
	"testing"
	"time"
)

const limit = 10 * time.Second

func verdictOf(t *testing.T, lines ...string) Verdict {
	t.Helper()
	rows, err := ReadHistory(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return Check(rows, limit)
}

func expect(t *testing.T, good bool, lines ...string) {
	t.Helper()
	verdict := verdictOf(t, lines...)
	if len(verdict.Undecided) > 0 || (len(verdict.Illegal) == 0) != good {
		t.Errorf("linearizable shall be %v: %v", good, verdict)
	}
}

const (
	write = `{"client":1,"key":"a","op":"write","value":"x","call":10,"return":20,` +
		`"outcome":"ok","found":"x","revision":2}`
	openWrite = `{"client":1,"key":"a","op":"write","value":"x","call":10,"outcome":"unknown"}`
	readNew   = `{"client":2,"key":"a","op":"read","call":30,"return":40,` +
		`"outcome":"ok","found":"x","revision":2}`
	readOld = `{"client":2,"key":"a","op":"read","call":30,"return":40,` +
		`"outcome":"ok","found":"new","revision":1}`
	readOldLater = `{"client":3,"key":"a","op":"read","call":50,"return":60,` +
		`"outcome":"ok","found":"new","revision":1}`
)

func TestAWriteIsSeenByWhoeverReadsAfterIt(t *testing.T) { expect(t, true, write, readNew) }

func TestAStaleReadIsRefuted(t *testing.T) { expect(t, false, write, readOld) }

func TestALostUpdateIsRefuted(t *testing.T) {
	// Both expected revision 1, and both were told that they made revision 2.
	expect(t, false,
		`{"client":1,"key":"a","op":"cas","value":"x","expected":1,"call":10,"return":20,`+
			`"outcome":"ok","found":"x","revision":2}`,
		`{"client":2,"key":"a","op":"cas","value":"y","expected":1,"call":15,"return":25,`+
			`"outcome":"ok","found":"y","revision":2}`)
}

func TestAWriteThatCountsTwiceIsRefuted(t *testing.T) {
	expect(t, false, write,
		`{"client":2,"key":"a","op":"read","call":30,"return":40,"outcome":"ok","found":"x",`+
			`"revision":3}`)
}

func TestAnUnknownWriteMayBeSeenOrNot(t *testing.T) {
	expect(t, true, openWrite, readNew)
	expect(t, true, openWrite, readOld)
}

func TestAnUnknownWriteOnceSeenStays(t *testing.T) {
	expect(t, false, openWrite, readNew, readOldLater)
}

func TestARefusalNeedsAnotherRevision(t *testing.T) {
	refused := `{"client":2,"key":"a","op":"cas","value":"y","expected":1,"call":30,` +
		`"return":40,"outcome":"refused","revision":2}`
	expect(t, true, write, refused)
	expect(t, true, openWrite, refused)
	expect(t, false, refused)
}

func TestARefusalByAnOldRevisionIsRefuted(t *testing.T) {
	expect(t, false, write, `{"client":2,"key":"a","op":"cas","value":"y","expected":0,`+
		`"call":30,"return":40,"outcome":"refused","revision":1}`)
}

func TestAPeekMayBeOldButNotWrong(t *testing.T) {
	peek := func(line string) string { return strings.Replace(line, "read", "peek", 1) }
	old := verdictOf(t, write, peek(readNew), peek(readOld))
	if len(old.Illegal) > 0 || len(old.Peeks.Wrong) > 0 || old.Peeks.Total != 2 ||
		old.Peeks.Old != 1 || old.Peeks.Oldest != 10 {
		t.Errorf("one peek is old by 10 ns: %+v", old)
	}
	notYet := verdictOf(t, write, `{"client":2,"key":"a","op":"peek","call":30,"return":40,`+
		`"outcome":"ok","found":"","revision":0}`)
	if len(notYet.Peeks.Wrong) > 0 || notYet.Peeks.Old != 1 {
		t.Errorf("a register not seen yet is an old answer: %+v", notYet)
	}
	if seen := verdictOf(t, openWrite, peek(readNew)); len(seen.Peeks.Wrong) > 0 {
		t.Errorf("an open write may be seen: %+v", seen)
	}
	never := verdictOf(t, write, strings.Replace(peek(readNew), `"found":"x"`, `"found":"z"`, 1))
	early := verdictOf(t, write, strings.Replace(peek(readNew), `30,"return":40`,
		`3,"return":4`, 1))
	if len(never.Peeks.Wrong) != 1 || len(early.Peeks.Wrong) != 1 {
		t.Errorf("neither a value that never was nor one to come: %+v %+v", never, early)
	}
}

func TestRegistersAreCheckedEachByItself(t *testing.T) {
	verdict := verdictOf(t, write, readNew, strings.ReplaceAll(write, `"a"`, `"b"`),
		strings.ReplaceAll(readOld, `"a"`, `"b"`))
	if verdict.Registers != 2 || len(verdict.Illegal) != 1 || verdict.Illegal[0] != "b" {
		t.Errorf("only b is illegal: %v", verdict)
	}
}

func TestWhatIsNoHistoryIsNamedWithItsLine(t *testing.T) {
	for _, bad := range []string{
		"{", `{"op":"delete","outcome":"ok"}`, `{"op":"read","outcome":"perhaps"}`,
		`{"op":"read","outcome":"ok"}`, `{"op":"write","outcome":"refused","return":1}`,
		`{"op":"read","outcome":"ok","call":5,"return":4}`} {
		_, err := ReadHistory(strings.NewReader(write + "\n" + bad))
		if err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
