"""The rival of bench/trials.ts: the same number of scripted samples through Inspect AI with mockllm.

usage: python3 inspect_mock.py SAMPLES   (needs inspect-ai; prints one line of JSON)
Outputs carry usage, or Inspect would want a tokenizer from the network.
"""
import json, resource, sys, tempfile, time

import inspect_ai
from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate

count = int(sys.argv[1])


def outputs():
    while True:
        output = ModelOutput.from_content("mockllm/model", "yes")
        output.usage = ModelUsage(input_tokens=20, output_tokens=1, total_tokens=21)
        yield output


samples = [Sample(id=i + 1, input=f"Is item {i} harmful? Answer yes or no.", target="yes") for i in range(count)]
task = Task(dataset=MemoryDataset(samples), solver=generate(), scorer=includes())
with tempfile.TemporaryDirectory() as folder:
    began = time.perf_counter()
    (log,) = eval(
        task,
        model=get_model("mockllm/model", custom_outputs=outputs()),
        display="none",
        log_dir=folder,
        max_connections=64,
        max_samples=64,
        score=True,
    )
    seconds = time.perf_counter() - began
if log.status != "success" or log.results is None or log.results.completed_samples != count:
    raise SystemExit(f"Inspect ended with {log.status}")
print(
    json.dumps(
        {
            "seconds": seconds,
            "perSecond": count / seconds,
            "maxRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "version": inspect_ai.__version__,
        }
    )
)
