"""The rivals of bench/readers.ts: readers_rival.py KIND PATH, with what reads the kind in Python; prints one line of JSON.

JSON Lines: json.loads line by line. AgentDojo: json.load file by file. Inspect: read_eval_log. CSV: pandas.read_csv. Everything that was read is
held, as ours is. Best of five. Exit code 3: not installed.
"""
import json
import os
import resource
import sys
import time

kind, path = sys.argv[1:]
name = f"Python {sys.version.split()[0]}, json.loads"
try:
    if kind.startswith("eval") or kind == "inspect-json":
        import inspect_ai
        from inspect_ai.log import read_eval_log

        name = f"Inspect {inspect_ai.__version__}"
    elif kind == "csv":
        import pandas

        name = f"pandas {pandas.__version__}"
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)


def lines():
    with open(path, "rb") as file:
        return [json.loads(line) for line in file]


def folder():
    found = []
    for place, _, names in os.walk(path):
        for one in names:
            with open(os.path.join(place, one), "rb") as file:
                found.append(json.load(file))
    return found


def read():
    if kind.startswith("eval") or kind == "inspect-json":
        return read_eval_log(path).samples
    if kind == "csv":
        return pandas.read_csv(path)
    return folder() if kind == "agentdojo" else lines()


seconds = cpu = float("inf")
for _ in range(5):
    began, used = time.perf_counter(), time.process_time()
    rows = len(read())
    seconds = min(seconds, time.perf_counter() - began)
    cpu = min(cpu, time.process_time() - used)
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": megabytes, "rows": rows, "name": name}))
