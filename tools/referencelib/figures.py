"""What the public implementations give, under the names that csictl prints.

Each function returns {name: value}; None where the reference gives no figure of its own
(nan, or a refusal), which is then not compared. What differs by definition is left out and
stands in DIFFERENCES with its reason.
"""
import math
import warnings

import numpy as np
import pymannkendall
import ruptures
import scipy.stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
from statsmodels.tsa.holtwinters import Holt, SimpleExpSmoothing
from statsmodels.tsa.stattools import acf

D2 = 2 / math.sqrt(math.pi)
HORIZON = 4
SES = "ses_alpha0.3_init_first"
HOLT = "holt_alpha0.3_beta0.1_init_first_diff"
DIFFERENCES = {
    "mann_kendall.z and p of 3 points": "csictl gives the exact p there and no normal one",
    "ols.p of an exact line": "scipy computes it from r, whose rounding is all that is left there",
    "mann_kendall of a constant series": "pymannkendall divides by a variance of 0",
    "hamed_rao below 4 points or constant": "no autocorrelation can be estimated there",
    "seasonal_mann_kendall below two years": "pymannkendall pads the last year with nan",
    "theil_sen below 3 points": "scipy's interval uses ranks that do not exist",
    "pelt of a constant series": "the penalty is 0 there: any segmentation costs the same",
}

warnings.simplefilter("ignore")


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def trend(values) -> dict:
    n = len(values)
    if n < 3 or len(set(values)) == 1:
        return {}
    mk = pymannkendall.original_test(values)
    found = {"mann_kendall.s": mk.s, "mann_kendall.var_s": mk.var_s, "mann_kendall.tau": mk.Tau}
    sen = scipy.stats.theilslopes(values, np.arange(n), 0.95)
    found |= {"theil_sen.slope": sen[0], "theil_sen.intercept": sen[1],
              "theil_sen.ci95_low": sen[2], "theil_sen.ci95_high": sen[3]}
    if n >= 4:
        found |= {"mann_kendall.z": mk.z, "mann_kendall.p": mk.p}
        hr = pymannkendall.hamed_rao_modification_test(values)
        found |= {"hamed_rao.p": hr.p, "hamed_rao.z": hr.z, "hamed_rao.var_s": hr.var_s}
    if n >= 24:
        sk = pymannkendall.seasonal_test(values, period=12)
        found |= {"seasonal_mann_kendall.s": sk.s, "seasonal_mann_kendall.var_s": sk.var_s,
                  "seasonal_mann_kendall.z": sk.z, "seasonal_mann_kendall.p": sk.p,
                  "seasonal_mann_kendall.slope": sk.slope}
    line = scipy.stats.linregress(np.arange(n), values)
    found |= {"ols.slope": line.slope, "ols.intercept": line.intercept, "ols.r": line.rvalue,
              "ols.stderr": line.stderr}
    if abs(line.rvalue) < 1 - 1e-12:
        found["ols.p"] = line.pvalue
    found["autocorrelation.r1"] = acf(values, nlags=1, fft=False)[1]
    return found


def level(values) -> dict:
    """Limits, and where PELT cuts, with the penalty that csictl states."""
    if len(values) < 2 or len(set(values)) == 1:
        return {}
    ranges = np.abs(np.diff(values))
    mean = np.mean(values)
    sigma = np.mean(ranges) / D2
    found = {"xmr.centre": mean, "xmr.sigma": sigma, "xmr.upper": mean + 3 * sigma,
             "xmr.lower": mean - 3 * sigma}
    if len(values) >= 4:
        penalty = 2 * math.log(len(values)) * sigma**2
        found["pelt.pen"] = penalty
        fitted = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(np.array(values))
        found["pelt.breakpoints"] = [float(each) for each in fitted.predict(penalty)[:-1]]
    return found


def forecasts(values) -> dict:
    if len(values) < 3:
        return {}
    data = np.array(values)
    ses = SimpleExpSmoothing(data, initialization_method="known", initial_level=data[0])
    holt = Holt(data, initialization_method="known", initial_level=data[0],
                initial_trend=data[1] - data[0])
    return {
        f"forecast.{SES}.mean":
            list(ses.fit(smoothing_level=0.3, optimized=False).forecast(HORIZON)),
        f"forecast.{HOLT}.mean":
            list(holt.fit(smoothing_level=0.3, smoothing_trend=0.1,
                          optimized=False).forecast(HORIZON)),
    }


def compared(before, after) -> dict:
    welch = scipy.stats.ttest_ind(after, before, equal_var=False)
    interval = welch.confidence_interval(0.95)
    ranks = scipy.stats.mannwhitneyu(after, before, alternative="two-sided",
                                     method="asymptotic", use_continuity=True)
    return {"welch.t": welch.statistic, "welch.df": welch.df, "welch.p": welch.pvalue,
            "welch.ci95_of_difference": [interval.low, interval.high],
            "mannwhitney.U_of_after": ranks.statistic, "mannwhitney.p": ranks.pvalue,
            "hodges_lehmann_shift": np.median(np.subtract.outer(after, before)),
            "cliffs_delta": np.mean(np.sign(np.subtract.outer(after, before)))}


def proportions(before: tuple[int, int], after: tuple[int, int]) -> dict:
    """Each (successes, cases)."""
    z, p = proportions_ztest([after[0], before[0]], [after[1], before[1]])
    low, high = confint_proportions_2indep(after[0], after[1], before[0], before[1],
                                           method="newcomb", compare="diff")
    return {"proportions.z_pooled": z, "proportions.p": p,
            "proportions.newcombe_ci95_pp": [100 * low, 100 * high]}
