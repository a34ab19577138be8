"""Survival curves and validations."""

from __future__ import annotations

import html
import json

from . import _fit_native as fitting
from . import _library
from ._answers import Figure
from ._model import Model, load_model
from ._regression import Regression


class Analysis:
    """Survival curves, or a validation."""

    def __init__(self, result):
        self._result = result
        self.json = json.loads(result.report("json"))
        self.text = result.report("text")

    def __str__(self):
        return self.text

    def __repr__(self):
        return self.text.split("\n", 1)[0]

    def _repr_html_(self):
        return f"<pre>{html.escape(self.text)}</pre>"

    def _repr_pretty_(self, printer, cycle):
        printer.text(self.text)

    def __reduce__(self):
        return _restored, (self.json, self.text)

    def figure(self, show=None, at=None) -> Figure:
        """The command line's ``--figure``: of a validation ``"calibration"`` or ``"decision"``."""
        if self._result is None:
            raise ValueError("the figure of a copy was not kept; ask the original for it.")
        at = [at] if isinstance(at, str) else at
        return Figure(self._result.figure(fitting.options(show=show, figureAt=at)))


def _restored(members, text):
    analysis = Analysis.__new__(Analysis)
    analysis._result, analysis.json, analysis.text = None, members, text
    return analysis


def survival_curves(formula: str, table, **options) -> Analysis:
    """Survival curves of groups: Kaplan and Meier's, ``"Surv(time, event) ~ sex"``.

    Parameters
    ----------
    options
        As ``at=["1y", "5y"]``, ``estimator``, ``test="logrank"``, ``start_time``, ``rmean``, ``where``,
        ``missing``, ``levels``, ``time_unit``, ``weights``, ``confidence``, ``conf_type``.
    """
    members = fitting.options(**options)
    return Analysis(
        fitting.Result("curves", fitting.Table(table, formula, members), formula.encode(), members, len(members)))


def validate(model, table, outcome: str, **options) -> Analysis:
    """Holds a model's predictions against what became of patients.

    Parameters
    ----------
    model : CoxRegression, LogisticRegression, Model, str, path, bytes or dict
        A fit, whose options count here too, or what :func:`load_model` takes; None where ``options`` name
        columns of predictions.
    table : DataFrame or mapping
        Columns named as the model's covariates, and the outcome's.
    outcome : str
        ``"Surv(time, event)"``, or a condition for an outcome without time.
    options
        As ``at=["5y"]``, ``time_unit="day"``, ``bootstrap=500``, ``seed=1``, ``folds``, ``centre``,
        ``predicted_risk=["risk@5y"]``, ``missing``, ``where``, ``weights``, ``thresholds``.

    Returns
    -------
    Analysis
        Discrimination, calibration, Brier scores and net benefit: ``json``, ``text`` and ``figure``.
    """
    if "time_unit" in options:
        options["unit"] = options.pop("time_unit")
    if isinstance(options.get("at"), str):
        options["at"] = options["at"].split(",")
    document = vocabulary = None
    if isinstance(model, Regression):
        horizons = options.get("at") or ["1y", "3y", "5y"]
        document = model.document("fit", **model.described(horizons))
        vocabulary = _library.default().ask("vocabulary")
        options = model.asked_of_rows() | options
    elif model is not None:
        model = model if isinstance(model, Model) else load_model(model)
        document, vocabulary = model.document_bytes, model.library.ask("vocabulary")
    members = fitting.options(outcome=outcome, **options)
    return Analysis(
        fitting.Result(
            "validate", fitting.Table(table, outcome, members, document or ""), document, len(document or b""), vocabulary,
            len(vocabulary or b""), members, len(members)))
