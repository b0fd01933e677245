"""Hindcasts of yearly series by a random walk with drift on the last m increments: numpy, scipy and scoringrules.

Standard input: {"series": [[log values, a year apart], ...], "window": m}. Standard output: seconds and sums of the scores.
"""
import json
import sys
import time

import numpy as np
import scoringrules as sr
from scipy import stats

asked = json.load(sys.stdin)
window = asked["window"]
series = [np.array(values) for values in asked["series"]]

best = float("inf")
for _ in range(3):
    began = time.perf_counter()
    count, crps, log_score, interval, held = 0, 0.0, 0.0, 0.0, 0
    for y in series:
        for origin in range(window, len(y) - 1):
            steps = np.diff(y[origin - window : origin + 1])
            drift, variance = steps.mean(), steps.var(ddof=1)
            tau = np.arange(1, len(y) - origin)
            location = y[origin] + drift * tau
            scale = np.sqrt(variance * (tau + tau**2 / window))
            actual = y[origin + 1 :]
            freedom = window - 1
            crps += sr.crps_t(actual, freedom, location, scale).sum()
            log_score += -stats.t.logpdf(actual, freedom, location, scale).sum()
            low, high = stats.t.interval(0.8, freedom, location, scale)
            interval += sr.interval_score(actual, low, high, 0.2).sum()
            pit = stats.t.cdf(actual, freedom, location, scale)
            held += int((np.abs(pit - 0.5) <= 0.4).sum())
            count += len(tau)
    best = min(best, time.perf_counter() - began)

json.dump(
    {
        "seconds": best,
        "version": f"numpy {np.__version__}, scoringrules {sr.__version__}",
        "count": count,
        "crps": float(crps),
        "logScore": float(log_score),
        "interval80": float(interval),
        "held": held,
    },
    sys.stdout,
)
