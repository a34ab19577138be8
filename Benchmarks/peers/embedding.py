"""What a call from Python costs, and fits beside lifelines and scikit-survival, in one run on the same data.

    embedding.py [ROWS]     rows of the large Cox fit (10^6 unless stated)

Needs sarcomarisk, pandas, lifelines and scikit-survival. Medians; the ratio of medians is the other's time to ours.
"""

import importlib.metadata
import statistics
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk import _fit_native as fitting
from sarcomarisk import _native as native

MODEL = "sarculator-extremity-os-2016-reconstructed"


def median(work, times=7):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def each(work, count):
    def repeated():
        for _ in range(count):
            work()

    return median(repeated) / count


def in_another(program):
    return statistics.median(
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
        for _ in range(7))


def say(what, seconds, must=""):
    unit, factor = next(
        (unit, factor) for unit, factor in (("s", 1), ("ms", 1e3), ("us", 1e6), ("ns", 1e9)) if seconds * factor >= 1)
    print(f"{what:58} {seconds * factor:8.3g} {unit:3} {must}", flush=True)


def scoring():
    say("import beyond NumPy", in_another(
        "import numpy, time; start = time.perf_counter(); import sarcomarisk; print(time.perf_counter() - start)"),
        "(must 30 ms)")
    say("libsarcoma loads", in_another(
        "import ctypes, time; start = time.perf_counter(); "
        f"ctypes.CDLL({native.library._name!r}); print(time.perf_counter() - start)"), "(must 10 ms)")
    model = sarcomarisk.load_model(MODEL)
    patient = {"age": 61, "size": 12, "grade": 3, "histology": "leiomyosarcoma"}
    values = model.encode(patient)
    say("an encoded patient", each(lambda: model.score_encoded(values), 20_000), "(must 4 us, aim 2)")
    say("a dictionary", each(lambda: model.score(patient), 5_000), "(must 20 us, aim 10)")
    rows, drawn = 1_000_000, np.random.default_rng(1)
    cohort = pd.DataFrame(
        {"age": drawn.uniform(18, 90, rows), "size": drawn.uniform(1, 30, rows),
         "grade": drawn.integers(1, 4, rows).astype(float),
         "histology": pd.Categorical(drawn.choice(["LMS", "UPS", "leiomyosarcoma"], rows))})
    seconds = median(lambda: model.score(cohort))
    say("a data frame of 10^6 rows", seconds, f"{rows / seconds / 1e6:.1f} million rows a second (must 10, aim 30)")
    return cohort


def drawn_survival(rows, columns):
    drawn = np.random.default_rng(2)
    # Column by column in memory, as a data frame's numbers lie.
    X = np.asfortranarray(drawn.normal(size=(rows, columns)))
    hazard = np.exp(X[:, :5] @ np.full(5, 0.3))
    died, left = drawn.exponential(1 / hazard), drawn.exponential(2, rows)
    return X, np.minimum(died, left), died <= left


def fitting_large(rows):
    X, time_, event = drawn_survival(rows, 50)
    outcome = np.column_stack([time_, event])
    inner = []
    call = fitting.call

    def timed(name, *arguments):
        start = time.perf_counter()
        call(name, *arguments)
        if name == "cox":
            inner.append(time.perf_counter() - start)

    fitting.call = timed
    whole = median(lambda: sarcomarisk.CoxRegression().fit(X, outcome), 3)
    fitting.call = call
    engine = statistics.median(inner)
    say(f"Cox, n = {rows}, p = 50, the engine's call", engine)
    say("the same from Python", whole, f"{100 * (whole / engine - 1):.1f} % more (must 5 %)")


def peers():
    from lifelines import CoxPHFitter
    from sksurv.linear_model import CoxPHSurvivalAnalysis

    X, time_, event = drawn_survival(20_000, 10)
    outcome = np.empty(len(time_), dtype=[("event", bool), ("time", float)])
    outcome["event"], outcome["time"] = event, time_
    ours = sarcomarisk.CoxRegression()
    seconds = median(lambda: ours.fit(X, outcome))
    say("Cox, n = 20,000, p = 10", seconds)
    theirs = CoxPHSurvivalAnalysis(ties="efron", tol=1e-12)
    other = median(lambda: theirs.fit(X, outcome), 1)
    say(f"scikit-survival {importlib.metadata.version('scikit-survival')}", other, f"{other / seconds:.0f} x (must 40)")
    print(f"{'':58} coefficients within {np.abs(theirs.coef_ - ours.coef_).max():.1g}")
    table = pd.DataFrame(X, columns=[f"x{place}" for place in range(10)]).assign(time=time_, event=event)
    lifelines = CoxPHFitter()
    other = median(lambda: lifelines.fit(table, "time", "event"), 3)
    say(f"lifelines {importlib.metadata.version('lifelines')}", other, f"{other / seconds:.0f} x (must 15)")
    print(f"{'':58} coefficients within {np.abs(lifelines.params_.to_numpy() - ours.coef_).max():.1g}")


scoring()
fitting_large(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
peers()
