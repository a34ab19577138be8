"""Writes scikit_survival.json: what scikit-survival makes of the rows that test_estimators.py draws."""

import importlib.metadata
import json
import pathlib

from sksurv.linear_model import CoxPHSurvivalAnalysis

from test_estimators import drawn, structured

X, time, event = drawn()
model = CoxPHSurvivalAnalysis(ties="efron", tol=1e-12).fit(X, structured(time, event))
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "scikit-survival": importlib.metadata.version("scikit-survival"),
            "coef": model.coef_.tolist(), "score": float(model.score(X, structured(time, event))),
        },
        indent=2) + "\n")
