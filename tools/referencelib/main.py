"""Runs rounds of series through csictl and the public implementations."""
import argparse
import json
import math
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import figures  # noqa: E402
import series  # noqa: E402
import speed  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CSICTL = ROOT / "build/release/bin/csictl"
TOLERANCE = 1e-9
LISTED_MAX = 20


class Tally:
    """The largest difference of each figure."""

    def __init__(self):
        self.rows, self.beyond = {}, []

    def take(self, name, ours, theirs, scale, where):
        ours = ours if isinstance(ours, list) else [ours]
        theirs = theirs if isinstance(theirs, list) else [theirs]
        row = self.rows.setdefault(name, {"compared": 0, "largest_difference": 0.0})
        if len(ours) != len(theirs):
            return self.fail(name, ours, theirs, where)
        for mine, public in zip(ours, theirs):
            public = figures.number(public)
            if public is None:
                continue
            if mine is None:
                return self.fail(name, ours, theirs, where)
            row["compared"] += 1
            apart = abs(mine - public) / max(abs(public), abs(mine), scale)
            row["largest_difference"] = max(row["largest_difference"], apart)
            if apart > TOLERANCE:
                return self.fail(name, ours, theirs, where)
        return None

    def fail(self, name, ours, theirs, where):
        self.beyond.append({"figure": name, "csictl": ours, "reference": [*map(float, theirs)],
                            "series": where})


def at(found: dict, path: str):
    # Names of forecasts have dots of their own.
    if path.startswith("forecast."):
        method, _, last = path[len("forecast."):].rpartition(".")
        return found["forecast"][method][last]
    for part in path.split("."):
        found = found[part]
    return found


def compare_series(tally, folder, source, rounds):
    for number in range(rounds):
        values = series.of_round(source, number)
        path = series.write(folder / "one.csv", values)
        words = ["--in", path, "--improvement", "higher", "--horizon", figures.HORIZON]
        if len(values) >= 24:
            words += ["--season", 12]
        ours = series.analyzed(CSICTL, *words)
        theirs = {**figures.trend(values), **figures.level(values), **figures.forecasts(values)}
        kind = series.KINDS[number % len(series.KINDS)].__name__
        size = max((abs(each) for each in values), default=0)
        for name, value in theirs.items():
            # A slope of about 0 is compared by what it does to the figures.
            pure = name.rpartition(".")[2] in ("p", "z", "tau", "r", "r1", "s", "var_s")
            tally.take(name, at(ours, name), value, 1e-3 if pure else size * 1e-3,
                       f"{kind} of {len(values)}, round {number}")


def compare_groups(tally, folder, source, rounds):
    for number in range(rounds):
        kind = series.KINDS[number % (len(series.KINDS) - 1)]
        before, after = kind(source, source.randint(8, 40)), kind(source, source.randint(8, 40))
        where = f"{kind.__name__} of {len(before)} and {len(after)}, round {number}"
        ours = series.analyzed(CSICTL, "--compare", series.write(folder / "b.csv", before),
                               series.write(folder / "a.csv", after), "--improvement", "higher")
        size = max(abs(each) for each in before + after)
        for name, value in figures.compared(before, after).items():
            pure = name in ("welch.p", "mannwhitney.p", "cliffs_delta", "welch.t")
            value = [float(each) for each in value] if isinstance(value, list) else value
            tally.take(name, at(ours, name), value, 1e-3 if pure else size * 1e-3, where)
        cases = [source.randint(50, 400) for _ in range(24)]
        hits = [source.randint(count // 3, count - 5) for count in cases]
        files = []
        for name, part in (("b.csv", slice(0, 12)), ("a.csv", slice(12, 24))):
            values = [hit / count for hit, count in zip(hits[part], cases[part])]
            files.append(series.write(folder / name, values, cases[part]))
        ours = series.analyzed(CSICTL, "--compare", *files, "--improvement", "higher")
        theirs = figures.proportions((sum(hits[:12]), sum(cases[:12])),
                                     (sum(hits[12:]), sum(cases[12:])))
        for name, value in theirs.items():
            tally.take(name, at(ours, name), value, 1e-3, f"shares, round {number}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/reference", allow_abbrev=False)
    parser.add_argument("--rounds", type=int, default=234)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--points", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if arguments.speed:
            print(json.dumps(speed.measured(CSICTL, folder, arguments.points), indent=1))
            return 0
        tally = Tally()
        compare_series(tally, folder, random.Random(arguments.seed), arguments.rounds)
        compare_groups(tally, folder, random.Random(arguments.seed), arguments.rounds // 4)
    rows = {name: {**row, "largest_difference": float(f"{row['largest_difference']:.3g}")}
            for name, row in sorted(tally.rows.items())}
    print(json.dumps({"seed": arguments.seed, "rounds": arguments.rounds, "tolerance": TOLERANCE,
                      "figures": rows, "left_out": figures.DIFFERENCES,
                      "beyond_count": len(tally.beyond),
                      "beyond": tally.beyond[:LISTED_MAX]}, indent=1))
    return 1 if tally.beyond or not all(math.isfinite(row["largest_difference"])
                                        for row in rows.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
