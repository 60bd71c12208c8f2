"""
The same error the way array libraries compute it: every query against every key, softmax, weighted mean; in float64, or
by mpmath in 50 digits.

    python3 dense.py numpy|torch|mpmath CELLS R grid|scattered QUERIES REPETITIONS

f = sin 3x + cos 2y on the unit square, CELLS x CELLS keys at the centres of their cells, QUERIES queries (a square grid
from end to end, or random). Prints the largest error, and the least seconds of
the processor that a repetition took.
"""
import json
import sys
import time

try:
    import numpy
except ImportError:
    numpy = None

library, cells, temperature, kind, queries, repetitions = sys.argv[1:]
cells, temperature, queries, repetitions = int(cells), float(temperature), int(queries), int(repetitions)
CHUNK = 4096

side = round(queries**0.5)


def with_mpmath():
    mp.mp.dps = 50
    centres = [(mp.mpf(k) + 0.5) / cells for k in range(cells)]
    keys = [(v, w, mp.sin(3 * v) + mp.cos(2 * w)) for v in centres for w in centres]
    if kind == "grid":
        points = [(mp.mpf(i) / (side - 1), mp.mpf(j) / (side - 1)) for i in range(side) for j in range(side)]
    else:
        points = [(mp.mpf(i * 0.618034 % 1), mp.mpf(i * 0.754878 % 1)) for i in range(queries)]
    largest = mp.mpf(0)
    for x, y in points:
        nearest = min((x - v) ** 2 + (y - w) ** 2 for v, w, _ in keys)
        total = weighted = mp.mpf(0)
        for v, w, value in keys:
            weight = mp.exp(-temperature / 2 * ((x - v) ** 2 + (y - w) ** 2 - nearest))
            total += weight
            weighted += weight * value
        largest = max(largest, abs(weighted / total - mp.sin(3 * x) - mp.cos(2 * y)))
    return float(largest)


def measure(version, run):
    seconds = []
    for _ in range(repetitions):
        begin = time.process_time()
        largest = run()
        seconds.append(time.process_time() - begin)
    print(json.dumps({"version": version, "largest": largest, "seconds": min(seconds)}))


if library == "mpmath":
    import mpmath as mp

    measure(mp.__version__, with_mpmath)
    sys.exit()

centres = (numpy.arange(cells) + 0.5) / cells
keys = numpy.stack(numpy.meshgrid(centres, centres, indexing="ij"), -1).reshape(-1, 2)
if kind == "grid":
    line = numpy.linspace(0, 1, side)
    points = numpy.stack(numpy.meshgrid(line, line, indexing="ij"), -1).reshape(-1, 2)
else:
    points = numpy.random.default_rng(1).random((queries, 2))


def with_numpy():
    values = numpy.sin(3 * keys[:, 0]) + numpy.cos(2 * keys[:, 1])
    offsets = (keys**2).sum(1) / 2
    largest = 0.0
    for start in range(0, len(points), CHUNK):
        x = points[start : start + CHUNK]
        scores = temperature * (x @ keys.T - offsets)
        scores -= scores.max(1, keepdims=True)
        numpy.exp(scores, out=scores)
        output = (scores @ values) / scores.sum(1)
        exact = numpy.sin(3 * x[:, 0]) + numpy.cos(2 * x[:, 1])
        largest = max(largest, float(numpy.abs(output - exact).max()))
    return largest


def with_torch():
    v, x_all = torch.from_numpy(keys), torch.from_numpy(points)
    values = torch.sin(3 * v[:, 0]) + torch.cos(2 * v[:, 1])
    offsets = (v**2).sum(1) / 2
    largest = 0.0
    for start in range(0, len(x_all), CHUNK):
        x = x_all[start : start + CHUNK]
        weights = torch.softmax(temperature * (x @ v.T - offsets), dim=1)
        exact = torch.sin(3 * x[:, 0]) + torch.cos(2 * x[:, 1])
        largest = max(largest, float((weights @ values - exact).abs().max()))
    return largest


if library == "torch":
    import torch

    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    measure(torch.__version__, with_torch)
else:
    measure(numpy.__version__, with_numpy)
