"""The methods of csictl analyze a second time, straight from their definitions.

Slow and plain on purpose: every pair is listed, every split of a series tried,
and no line is shared with the program.  Standard library only.  x is 0, 1, 2...
"""
import math
import statistics

Z975 = 1.959963984540054
D2 = 2 / math.sqrt(math.pi)


def sign(x):
    return (x > 0) - (x < 0)


def normal_p(z):
    return math.erfc(abs(z) / math.sqrt(2))


def student_p(t, df):
    """P(|T| >= |t|): Simpson's rule over the density, its angle as variable."""
    end, steps = math.atan(abs(t) / math.sqrt(df)), 4000
    def density(angle):
        return math.cos(angle) ** (df - 1)
    width = end / steps
    inner = sum((1 if i in (0, steps) else 4 if i % 2 else 2) * density(i * width)
                for i in range(steps + 1)) * width / 3
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(math.pi)
    return max(0.0, 1 - 2 * scale * inner)


def student_quantile(df):
    """t with P(|T| >= t) = 0.05, by halving."""
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if student_p(middle, df) > 0.05 else (low, middle)
    return low


def tie_sizes(y):
    return [y.count(v) for v in set(y)]


def trend_score(y):
    n = len(y)
    s = sum(sign(y[j] - y[i]) for i in range(n) for j in range(i + 1, n))
    var = n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in tie_sizes(y))
    return s, var / 18


def z_of(s, var):
    return 0.0 if s == 0 else (s - sign(s)) / math.sqrt(var)


def mid_ranks(y):
    return [sum(u < v for u in y) + (sum(u == v for u in y) + 1) / 2 for v in y]


def slopes(y):
    return [(y[j] - y[i]) / (j - i) for i in range(len(y)) for j in range(i + 1, len(y))]


def hamed_rao(y):
    """(variance, z, p); z and p are None where the variance is not positive."""
    n = len(y)
    s, var = trend_score(y)
    slope = statistics.median(slopes(y))
    ranks = mid_ranks([v - (i + 1) * slope for i, v in enumerate(y)])
    mean = sum(ranks) / n
    whole = sum((r - mean) ** 2 for r in ranks)
    correction = 0.0
    for lag in range(1, n):
        r = sum((ranks[i] - mean) * (ranks[i + lag] - mean) for i in range(n - lag)) / whole
        if abs(r) > Z975 / math.sqrt(n):
            correction += (n - lag) * (n - lag - 1) * (n - lag - 2) * r
    var *= 1 + 2 / (n * (n - 1) * (n - 2)) * correction
    if s != 0 and var <= 0:
        return var, None, None
    return var, z_of(s, var), normal_p(z_of(s, var))


def seasonal(y, period):
    """(S, variance, slope of a cycle)."""
    columns = [y[k::period] for k in range(period)]
    scores = [trend_score(column) for column in columns]
    within = [slope for column in columns for slope in slopes(column)]
    return sum(s for s, _ in scores), sum(v for _, v in scores), statistics.median(within)


def pettitt(y):
    """(K, p, index of the last point before the change)."""
    n = len(y)
    u = [sum(sign(y[j] - y[i]) for i in range(t) for j in range(t, n)) for t in range(1, n)]
    k = max(abs(v) for v in u)
    return k, min(1.0, 2 * math.exp(-6 * k * k / (n ** 3 + n ** 2))), [abs(v) for v in u].index(k)


def best_segments(y, penalty, shortest=2):
    """The least cost of all splits, and a function that prices one."""
    n = len(y)

    def cost(i, j):
        mean = sum(y[i:j]) / (j - i)
        return sum((v - mean) ** 2 for v in y[i:j])

    def price(breaks):
        edges = [0, *breaks, n]
        return sum(cost(i, j) for i, j in zip(edges, edges[1:])) + penalty * len(breaks)
    best = [-penalty] + [math.inf] * n
    for t in range(shortest, n + 1):
        best[t] = min(best[i] + cost(i, t) + penalty for i in range(0, t - shortest + 1))
    return best[n], price


def penalty(y):
    sigma = sum(abs(b - a) for a, b in zip(y, y[1:])) / (len(y) - 1) / D2
    return 2 * math.log(len(y)) * sigma ** 2


def least_squares(y):
    """(slope, intercept, stderr of the slope, deviation about the line, Sxx)."""
    n = len(y)
    mx, my = (n - 1) / 2, sum(y) / n
    sxx = sum((i - mx) ** 2 for i in range(n))
    slope = sum((i - mx) * (v - my) for i, v in enumerate(y)) / sxx
    rest = sum((v - my - slope * (i - mx)) ** 2 for i, v in enumerate(y))
    deviation = math.sqrt(rest / (n - 2))
    return slope, my - slope * mx, deviation / math.sqrt(sxx), deviation, sxx


def welch(before, after):
    """(t, degrees, p, low, high) of after minus before."""
    parts = [statistics.variance(g) / len(g) for g in (before, after)]
    degrees = sum(parts) ** 2 / sum(p * p / (len(g) - 1) for p, g in zip(parts, (before, after)))
    error = math.sqrt(sum(parts))
    difference = statistics.mean(after) - statistics.mean(before)
    width = student_quantile(degrees) * error
    t = difference / error
    return t, degrees, student_p(t, degrees), difference - width, difference + width


def mann_whitney(before, after):
    """(U of after, p by the corrected normal approximation)."""
    u = sum((a > b) + (a == b) / 2 for a in after for b in before)
    n1, n2, n = len(after), len(before), len(after) + len(before)
    ties = sum(t ** 3 - t for t in tie_sizes([*before, *after]))
    var = n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1)))
    far = abs(u - n1 * n2 / 2) - 0.5
    return u, 1.0 if var <= 0 or far <= 0 else normal_p(far / math.sqrt(var))


def smooth(y, alpha, beta):
    """(level, trend) at the end; the first value and step stand before it all."""
    level, trend = y[0], y[1] - y[0] if beta else 0.0
    for v in y:
        error = v - level - trend
        level, trend = level + trend + alpha * error, trend + alpha * beta * error
    return level, trend


def smooth_season(y, m, alpha, beta, gamma, horizon):
    first, second = sum(y[:m]) / m, sum(y[m:2 * m]) / m
    trend = (second - first) / m
    line = [first + trend * (i - (m - 1) / 2) for i in range(m)]
    season, level = [v - u for v, u in zip(y, line)], line[-1]
    for i in range(m, len(y)):
        error = y[i] - level - trend - season[i % m]
        level, trend = level + trend + alpha * error, trend + alpha * beta * error
        season[i % m] += gamma * error
    return [level + h * trend + season[(len(y) - 1 + h) % m] for h in range(1, horizon + 1)]


def newcombe(before, after):
    """(difference, z, low, high) of two shares (hits, n)."""
    def wilson(hits, n):
        p, z2 = hits / n, Z975 ** 2
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        width = Z975 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return p, middle - width, middle + width
    (p1, l1, u1), (p2, l2, u2) = wilson(*before), wilson(*after)
    pooled = (before[0] + after[0]) / (before[1] + after[1])
    error = math.sqrt(pooled * (1 - pooled) * (1 / before[1] + 1 / after[1]))
    return (p2 - p1, (p2 - p1) / error, p2 - p1 - math.hypot(p2 - l2, u1 - p1),
            p2 - p1 + math.hypot(u2 - p2, p1 - l1))
