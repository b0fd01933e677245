"""The best bend of every origin of a series: numpy, refitting both lines at every bend, or all bends at once from cumulative sums.

Standard input: {"x": [...], "y": [...], "way": "refit" or "cumulative"}. Standard output: seconds, megabytes at the peak, the first index of
each origin's tail, and the sum of the squares that are left.
"""
import json
import resource
import sys
import time

import numpy as np

asked = json.load(sys.stdin)
x, y = np.array(asked["x"]), np.array(asked["y"])


def left(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slope = dx @ dy / (dx @ dx)
    return ((dy - slope * dx) ** 2).sum()


def refit(n):
    totals = [left(x[:bend], y[:bend]) + left(x[bend:n], y[bend:n]) for bend in range(3, n - 3)]
    return 3 + int(np.argmin(totals)), min(totals)


u, v = x - x.mean(), y - y.mean()
sums = np.array([np.cumsum(term) for term in (np.ones_like(u), u, v, u * u, u * v, v * v)])


def squares(count, su, sv, suu, suv, svv):
    joint = suv - su * sv / count
    return svv - sv * sv / count - joint * joint / (suu - su * su / count)


def cumulative(n):
    heads = sums[:, 2 : n - 4]
    totals = squares(*heads) + squares(*(sums[:, n - 1 : n] - heads))
    best = int(np.argmin(totals))
    return 3 + best, totals[best]


way = refit if asked["way"] == "refit" else cumulative
best = float("inf")
for _ in range(1 if asked["way"] == "refit" else 3):
    began = time.process_time()
    found = [way(n) for n in range(8, len(x) + 1)]
    best = min(best, time.process_time() - began)

json.dump(
    {
        "seconds": best,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": f"numpy {np.__version__}",
        "bends": [bend for bend, _ in found],
        "squares": float(sum(total for _, total in found)),
    },
    sys.stdout,
)
