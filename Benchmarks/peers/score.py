"""Times the benchmark's model in NumPy. Arguments: directory, rows."""

import pathlib
import sys
import time

import numpy as np

directory, rows = pathlib.Path(sys.argv[1]), int(sys.argv[2])
age, size, level = (np.fromfile(directory / name) for name in ("age", "size", "level"))
level = level.astype(np.int64)


def spline(x, t, b):
    def cube(u):
        return np.maximum(u, 0) ** 3

    eta = b[0] * x
    for j in range(2):
        column = (
            cube(x - t[j])
            - cube(x - t[2]) * (t[3] - t[j]) / (t[3] - t[2])
            + cube(x - t[3]) * (t[2] - t[j]) / (t[3] - t[2])
        )
        eta = eta + b[j + 1] * column / (t[3] - t[0]) ** 2
    return eta


table = 0.1 * np.arange(10)
print("text numpy", np.__version__)
for _ in range(5):
    wall, processor = time.perf_counter(), time.process_time()
    eta = spline(age, (35, 52, 66, 82), (0.004, 0.012, -0.03))
    eta += spline(size, (3, 7, 12, 24), (0.09, -0.15, 0.2))
    eta += table[level]
    survival = np.exp(-0.35 * np.exp(eta))
    print("time score", time.perf_counter() - wall, time.process_time() - processor)
