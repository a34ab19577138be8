"""Prognosis in soft tissue sarcoma.

One engine behind every door: the numbers and the sentences are those of the command ``sarcoma``, of its
service and of its C library, to the bit and to the letter.

>>> import sarcomarisk
>>> patient = {"age": 61, "size": "12 cm", "grade": 3, "histology": "LMS", "site": "thigh"}
>>> print(sarcomarisk.compare(patient))                                   # doctest: +SKIP
>>> model = sarcomarisk.load_model("sarculator-extremity-os-2016-reconstructed")
>>> model.score(patient).probability
0.489636...

A cohort is a data frame, a mapping of names to columns, or a structured array; fits are scikit-learn's estimators:

>>> model.score(cohort)                                                   # doctest: +SKIP
>>> fit = sarcomarisk.CoxRegression("Surv(time, event) ~ age + rcs(size, 4)").fit(cohort)    # doctest: +SKIP
>>> fit.coefficients_                                                     # doctest: +SKIP
>>> sarcomarisk.validate(fit, cohort, "Surv(time, event)", at="5y")       # doctest: +SKIP

Decision support and research; not a certified medical device.
"""

import importlib as _importlib
from typing import TYPE_CHECKING, Any

from ._answers import Benefit, Comparison, Figure, Prediction
from ._errors import (
    DocumentError, EngineError, FitError, PatientError, QuestionError, SarcomaError,
)
from ._library import Library
from ._model import Model, load_model
from ._native import version as _version
from ._questions import benefit, compare, models, nomogram

if TYPE_CHECKING:
    from ._analyses import Analysis, survival_curves, validate
    from ._anova import anova
    from ._cox import CoxRegression
    from ._logistic import LogisticRegression
    from ._update import Update, update

__version__ = _version()

#: What needs LAPACK is loaded when somebody asks for it.
_LATER = {
    "Analysis": "_analyses", "survival_curves": "_analyses", "validate": "_analyses", "anova": "_anova",
    "Update": "_update", "update": "_update",
    "CoxRegression": "_cox", "LogisticRegression": "_logistic",
}

__all__ = [
    "Analysis", "Benefit", "Comparison", "CoxRegression", "DocumentError", "EngineError", "Figure", "FitError",
    "Library", "LogisticRegression", "Model", "PatientError", "Prediction", "QuestionError", "SarcomaError",
    "Update", "anova", "benefit", "compare", "load_model", "models", "nomogram", "survival_curves", "update",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(_importlib.import_module("." + _LATER[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
