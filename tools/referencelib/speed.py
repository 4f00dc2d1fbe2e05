"""Processor time of csictl and of the public implementations on the same series."""
import os
import pathlib
import random
import resource
import subprocess
import time

import numpy as np
import pymannkendall
import ruptures
import scipy.stats

import figures
import series

# Sizes that the reference does in seconds and in the memory of a laptop: it takes the square
# of the points.
MANN_KENDALL_POINTS = 10_000
THEIL_SEN_POINTS = 4_000
PELT_POINTS = 4_000


def csictl_seconds(csictl: pathlib.Path, path: pathlib.Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(csictl), "analyze", "--in", str(path), "--improvement", "higher",
                    "--output", "json"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def timed(call) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def row(csictl, folder, name, values, call) -> dict:
    path = folder / "speed.csv"
    write_daily(path, values)
    ours = csictl_seconds(csictl, path)
    found = {"reference": name, "points": len(values), "csictl_seconds_for_all": round(ours, 3)}
    if call is not None:
        theirs = timed(call)
        found |= {"reference_seconds": round(theirs, 3), "ratio": round(theirs / ours, 2)}
    return found


def write_daily(path, values):
    """Hourly periods: a million of them are 114 years."""
    start = np.datetime64("1900-01-01T00:00:00")
    with open(path, "w", encoding="utf-8") as file:
        file.write("period_start,value\n")
        for i, value in enumerate(values):
            file.write(f"{start + np.timedelta64(i, 'h')}Z,{value!r}\n")


def measured(csictl, folder, points) -> dict:
    source = random.Random(7)
    data = {n: series.noise(source, n)
            for n in (MANN_KENDALL_POINTS, THEIL_SEN_POINTS, PELT_POINTS)}
    sigma = 5.0
    rows = [
        row(csictl, folder, "pymannkendall.original_test", data[MANN_KENDALL_POINTS],
            lambda: pymannkendall.original_test(data[MANN_KENDALL_POINTS])),
        row(csictl, folder, "scipy.stats.theilslopes", data[THEIL_SEN_POINTS],
            lambda: scipy.stats.theilslopes(data[THEIL_SEN_POINTS],
                                            np.arange(THEIL_SEN_POINTS), 0.95)),
        row(csictl, folder, "ruptures.Pelt(l2)", data[PELT_POINTS],
            lambda: ruptures.Pelt(model="l2", min_size=2, jump=1)
            .fit(np.array(data[PELT_POINTS])).predict(2 * np.log(PELT_POINTS) * sigma**2)),
        row(csictl, folder, "statsmodels: SES and Holt", data[MANN_KENDALL_POINTS],
            lambda: figures.forecasts(data[MANN_KENDALL_POINTS])),
        row(csictl, folder, "none at this size", series.noise(source, points), None),
    ]
    return {"what": "all of csictl analyze, its reading of the file included, beside one method",
            "cores": os.cpu_count(), "rows": rows}
