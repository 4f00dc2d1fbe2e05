"""csictl analyze against a second implementation, over random and odd series."""
import json
import math
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import statistics_by_definition as by_definition  # noqa: E402

CSICTL = pathlib.Path(os.environ.get("CSI_BUILD", "build/dev")).resolve() / "bin/csictl"
SEED = 20240229
ROUNDS = 24
HOLT = "holt_alpha0.3_beta0.1_init_first_diff"
WINTERS = "holt_winters_alpha0.3_beta0.1_gamma0.1_additive"
KINDS = (
    lambda i, n, x, walk: round(x),                          # many ties
    lambda i, n, x, walk: round(10 * x + 0.3 * i),
    lambda i, n, x, walk: walk,
    lambda i, n, x, walk: 80 if i < n // 2 else 60,          # one step
    lambda i, n, x, walk: x + 2 * math.sin(i * math.pi / 6),
    lambda i, n, x, walk: 1e6 * x + 1e5 * i,
    lambda i, n, x, walk: 1e-8 * x,
)


def series(source: random.Random, n: int, kind: int) -> list[float]:
    values, walk = [], 0.0
    for i in range(n):
        x = source.gauss(0, 1)
        walk += x
        values.append(float(KINDS[kind](i, n, x, walk)))
    return values


def run(*words) -> subprocess.CompletedProcess:
    return subprocess.run([str(CSICTL), "analyze", *map(str, words)], capture_output=True,
                          text=True, timeout=60, check=False)


class AnalyzeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name: str, values, counts=None) -> pathlib.Path:
        rows = ["period_start,value" + (",n" if counts else "")]
        for i, value in enumerate(values):
            count = f",{counts[i]}" if counts else ""
            rows.append(f"{2000 + i // 12}-{i % 12 + 1:02d}-01,{value!r}{count}")
        path = self.folder / name
        path.write_text("\n".join(rows) + "\n")
        return path

    def analyze(self, *words) -> dict:
        result = run(*words, "--output", "json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotRegex(result.stdout, r"\b(nan|inf|NaN|Infinity)\b")
        return json.loads(result.stdout)

    def close(self, actual, expected, what, scale=0.0, rel=1e-9, floor=1e-30):
        """`scale`: the size of the values, where differences cancel."""
        self.assertIsNotNone(actual, what)
        bound = max(rel * abs(expected), 1e-12 * scale, floor)
        self.assertLessEqual(abs(actual - expected), bound, f"{what}: {actual} {expected}")

    def for_each(self, check):
        """check(source, values) for every kind of series."""
        for number in range(ROUNDS):
            source = random.Random(SEED + number)
            n, kind = source.choice((4, 5, 8, 13, 25, 30, 60)), number % len(KINDS)
            values = series(source, n, kind)
            with self.subTest(seed=SEED + number, n=n, kind=kind):
                check(source, values)

    def test_trend_tests_and_change_points_follow_their_definitions(self):
        self.for_each(self.check_trends)

    def check_trends(self, _, y):
        found = self.analyze("--in", self.file("series.csv", y))
        scale = max(map(abs, y))
        if found["hamed_rao"]["var_s"] is not None and len(set(y)) > 1:
            var, z, p = by_definition.hamed_rao(y)
            self.close(found["hamed_rao"]["var_s"], var, "var_s", rel=1e-8)
            if z is None:
                self.assertIsNone(found["hamed_rao"]["p"])
            else:
                self.close(found["hamed_rao"]["z"], z, "z")
                self.close(found["hamed_rao"]["p"], p, "p")
        if len(y) >= 24:
            s, var, slope = by_definition.seasonal(y, 12)
            seasonal = found["seasonal_mann_kendall"]
            self.assertEqual((seasonal["period"], seasonal["s"]), (12, s))
            self.close(seasonal["var_s"], var, "seasonal var_s")
            self.close(seasonal["p"], by_definition.normal_p(by_definition.z_of(s, var)), "p")
            self.close(seasonal["slope"], slope, "seasonal slope", scale)
        if len(set(y)) == 1:
            self.assertIsNone(found["pettitt"]["K"])
            return
        k, p, after = by_definition.pettitt(y)
        self.assertEqual((found["pettitt"]["K"], found["pettitt"]["change_after"]), (k, after))
        self.close(found["pettitt"]["p"], p, "Pettitt p")
        self.close(found["pelt"]["pen"], by_definition.penalty(y), "penalty")
        least, price = by_definition.best_segments(y, found["pelt"]["pen"])
        self.close(price(found["pelt"]["breakpoints"]), least, "cost", scale * scale)

    def test_lines_and_forecasts_follow_their_definitions(self):
        self.for_each(self.check_lines)

    def check_lines(self, _, y):
        found = self.analyze("--in", self.file("series.csv", y), "--horizon", 3)
        scale, n = max(map(abs, y)), len(y)
        slope, start, error, deviation, sxx = by_definition.least_squares(y)
        self.close(found["ols"]["slope"], slope, "slope", scale)
        self.close(found["ols"]["intercept"], start, "intercept", scale)
        self.close(found["ols"]["stderr"], error, "stderr", scale)
        if len(set(y)) > 1:
            self.close(found["ols"]["p"], by_definition.student_p(slope / error, n - 2),
                       "p", rel=1e-6, floor=1e-14)
        width = (by_definition.student_quantile(n - 2) * deviation *
                 math.sqrt(1 + 1 / n + (n - (n - 1) / 2) ** 2 / sxx))
        forecast = found["forecast"]
        self.close(forecast["ols"]["pi95_high"][0], start + slope * n + width, "ols limit",
                   scale, rel=1e-8)
        level, _ = by_definition.smooth(y, 0.3, 0)
        self.close(forecast["ses_alpha0.3_init_first"]["mean"][2], level, "SES", scale)
        level, trend = by_definition.smooth(y, 0.3, 0.1)
        self.close(forecast[HOLT]["mean"][2], level + 3 * trend, "Holt", scale)
        self.assertEqual(forecast["naive"]["mean"], [y[-1]] * 3)
        if n < 25:
            self.assertIsNone(forecast[WINTERS]["mean"])
            self.assertIn("at least 25 points", forecast[WINTERS]["reason"])
            return
        expected = by_definition.smooth_season(y, 12, 0.3, 0.1, 0.1, 3)
        for actual, value in zip(forecast[WINTERS]["mean"], expected):
            self.close(actual, value, "Holt-Winters", 10 * scale)

    def test_comparisons_follow_their_definitions(self):
        self.for_each(self.check_comparison)

    def check_comparison(self, source, before):
        after = series(source, source.choice((1, 2, 5, 20)), source.randrange(len(KINDS)))
        found = self.analyze("--compare", self.file("before.csv", before),
                             self.file("after.csv", after))
        scale = max(map(abs, before + after))
        u, p = by_definition.mann_whitney(before, after)
        self.assertEqual(found["mannwhitney"]["U_of_after"], u)
        self.close(found["mannwhitney"]["p"], p, "Mann-Whitney p")
        shift = statistics.median(a - b for a in after for b in before)
        self.close(found["hodges_lehmann_shift"], shift, "shift", scale)
        delta = 2 * u / (len(before) * len(after)) - 1
        self.close(found["cliffs_delta"], delta, "delta", floor=1e-15)
        if len(after) < 2:
            self.assertIsNone(found["welch"]["p"])
            self.assertIn("at least 2 values", found["welch"]["reason"])
        elif len(set(before)) > 1 or len(set(after)) > 1:
            t, degrees, p, low, high = by_definition.welch(before, after)
            self.close(found["welch"]["t"], t, "t", floor=1e-12)
            self.close(found["welch"]["df"], degrees, "df")
            self.close(found["welch"]["p"], p, "Welch p", rel=1e-6, floor=1e-14)
            self.close(found["welch"]["ci95_of_difference"][0], low, "low", scale, 1e-8)
            self.close(found["welch"]["ci95_of_difference"][1], high, "high", scale, 1e-8)

    def test_shares_are_compared_by_case(self):
        before, after = [(1158, 1877), (1588, 2273)], [(1711, 2148), (1428, 1775)]
        files = [self.file(f"{i}.csv", [100 * h / n for h, n in cases], [n for _, n in cases])
                 for i, cases in enumerate((before, after))]
        found = self.analyze("--compare", *files)["proportions"]
        totals = [tuple(map(sum, zip(*cases))) for cases in (before, after)]
        self.assertEqual([tuple(found["baseline"]), tuple(found["after"])], totals)
        difference, z, low, high = by_definition.newcombe(*totals)
        self.close(found["diff_pp"], 100 * difference, "difference")
        self.close(found["z_pooled"], z, "z")
        self.close(found["newcombe_ci95_pp"][0], 100 * low, "low")
        self.close(found["newcombe_ci95_pp"][1], 100 * high, "high")

    def test_odd_series_have_a_reason_for_each_null(self):
        for values in ([5.0], [5.0, 5.0], [1.0, 2.0, 3.0], [7.0] * 30, [0.1 * i for i in range(30)],
                       [1e100, -1e100] * 10, [5e-324, 0.0] * 10):
            with self.subTest(values=values[:3], n=len(values)):
                found = self.analyze("--in", self.file("odd.csv", values))
                for name in ("mann_kendall", "hamed_rao", "seasonal_mann_kendall", "pettitt",
                             "pelt", "ols", "theil_sen", *found["forecast"]):
                    part = found.get(name) or found["forecast"][name]
                    if None in part.values():
                        self.assertTrue([key for key in part if key.endswith("reason")], name)

    def test_wrong_usage_and_bad_files_are_told(self):
        good = self.file("good.csv", [1.0, 2.0])
        bad = self.file("bad.csv", [1.0, math.nan])
        for words, code, text in (
                (("--in", good, "--season", "1"), 2, "at least 2"),
                (("--in", good, "--horizon", "121"), 3, "at most 120"),
                (("--in", good, "--chart", "x"), 2, "p, u or c"),
                (("--in", good, "--chart", "p"), 3, "column n"),
                (("--in", good, "--improvement", "up"), 2, "higher or lower"),
                (("--compare", good), 2, "BEFORE.csv AFTER.csv"),
                (("--compare", good, good, "--shares", "x"), 2, "percent or fraction"),
                (("--compare", good, self.folder / "none.csv"), 3, "none.csv: cannot be read"),
                (("--compare", good, bad), 3, "bad.csv: line 3, column value")):
            with self.subTest(words=words):
                result = run(*words)
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertIn(text, result.stderr)


if __name__ == "__main__":
    unittest.main()
