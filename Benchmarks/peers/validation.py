"""Times scikit-survival's indices of validation. Arguments: directory, rows, runs of Uno's C."""

import pathlib
import sys
import time

import numpy as np
import sksurv
from sksurv.metrics import brier_score, concordance_index_ipcw, cumulative_dynamic_auc
from sksurv.util import Surv

directory, rows, quadratic = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
exits, event, score = (np.fromfile(directory / name) for name in ("exit", "event", "score"))
outcome = Surv.from_arrays(event == 1, exits)


def measure(name, call, runs=5):
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        result = call()
        print("time", name, time.perf_counter() - wall, time.process_time() - processor)
    return result


def values(name, numbers):
    print("value", name, *(f"{number:.17g}" for number in np.atleast_1d(numbers)))


horizons = np.linspace(300, 3000, 10)
values("auc", measure("auc", lambda: cumulative_dynamic_auc(outcome, outcome, score, horizons))[0])
times = np.linspace(60, 3000, 50)
survival = np.exp(-np.outer(np.exp(score), times / 4000))
values("brier", measure("brier", lambda: brier_score(outcome, outcome, survival, times))[1])
uno = measure("uno", lambda: concordance_index_ipcw(outcome, outcome, score, tau=3000), quadratic)
values("uno", uno[0])
print("text sksurv", sksurv.__version__)
