"""Times pandas.read_csv (C engine) on a file. Argument: path."""

import sys
import time

import pandas

print("text pandas", pandas.__version__)
for _ in range(5):
    wall, processor = time.perf_counter(), time.process_time()
    pandas.read_csv(sys.argv[1], engine="c")
    print("time read_csv", time.perf_counter() - wall, time.process_time() - processor)
