"""scikit-learn on the same draws: reads rows, scores and draws as JSON from stdin, writes seconds and figures to stdout.

For every draw and arm: roc_auc_score and roc_curve of the drawn rows, then the highest TPR whose FPR is within each level.
Only the draws are timed, not the start of Python or the reading. Exit code 3: scikit-learn is not installed.
"""
import json
import sys
import time

try:
    import numpy as np
    import sklearn
    from sklearn.metrics import roc_auc_score, roc_curve
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

given = json.load(sys.stdin)
positive = np.array(given["positive"])
cluster = np.array(given["cluster"])
arms = [np.array(arm) for arm in given["arms"]]
rows_of = [np.where(cluster == c)[0] for c in range(given["clusters"])]

began = time.perf_counter()
auroc = np.empty((len(given["draws"]), len(arms)))
tpr_at = np.empty((len(given["draws"]), len(arms), len(given["fprs"])))
for d, draw in enumerate(given["draws"]):
    rows = np.concatenate([rows_of[c] for c in draw])
    label = positive[rows]
    for a, scores in enumerate(arms):
        drawn = scores[rows]
        auroc[d, a] = roc_auc_score(label, drawn)
        fpr, tpr, _ = roc_curve(label, drawn)
        for i, level in enumerate(given["fprs"]):
            tpr_at[d, a, i] = tpr[fpr <= level + 1e-12][-1]
seconds = time.perf_counter() - began

# The areas alone, the fastest way that is known in Python: wins between clusters once, then a product of matrices a draw.
began = time.perf_counter()
counts = np.stack([np.bincount(draw, minlength=given["clusters"]) for draw in given["draws"]]).astype(float)
member = np.zeros((given["clusters"], len(positive)))
member[cluster, np.arange(len(positive))] = 1
by_wins = np.empty_like(auroc)
of = [member[:, positive == side] for side in (1, 0)]
pairs = (counts @ of[0].sum(1)) * (counts @ of[1].sum(1))
for a, scores in enumerate(arms):
    above, below = scores[positive == 1][:, None], scores[positive == 0][None, :]
    wins = of[0] @ ((above > below) + 0.5 * (above == below)) @ of[1].T
    by_wins[:, a] = ((counts @ wins) * counts).sum(1) / pairs
seconds_by_wins = time.perf_counter() - began
assert abs(by_wins - auroc).max() < 1e-9

json.dump(
    {
        "seconds": seconds,
        "secondsByWins": seconds_by_wins,
        "version": sklearn.__version__,
        "auroc": auroc.T.tolist(),
        "tpr": tpr_at.transpose(1, 2, 0).tolist(),
    },
    sys.stdout,
)
