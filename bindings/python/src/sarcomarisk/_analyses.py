"""Survival curves and validations."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from . import _fit_native as fitting
from . import _library
from ._answers import Figure
from ._checks import levels_of, terms_of, texts_of
from ._columns import Cohort
from ._model import Model, load_model
from ._regression import Regression

#: A fit, or what :func:`load_model` takes.
AnyModel: TypeAlias = "Regression | Model | str | os.PathLike[str] | bytes | Mapping[str, Any]"

#: Who fits again wants to know of levels and clusters.
_RESAMPLING = {"bootstrap", "folds", "centre", "fold_column", "foldColumn"}


class Analysis:
    """Survival curves, a validation, an update, or tests.

    Attributes
    ----------
    json : dict
        As the command line's ``--format json`` gives it.
    text : str
        In the words of the command line.
    """

    def __init__(self, result: fitting.Result) -> None:
        self._result: fitting.Result | None = result
        self.json: dict[str, Any] = json.loads(result.report("json"))
        self.text = result.report("text")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text.split("\n", 1)[0]

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text)}</pre>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.text)

    def __reduce__(self) -> tuple[Callable[..., Analysis], tuple[Any, ...]]:
        return _restored, (self.json, self.text)

    def figure(self, show: str | None = None, at: str | list[str] | None = None) -> Figure:
        """The command line's ``--figure``: of a validation ``"calibration"`` or ``"decision"``."""
        if self._result is None:
            raise ValueError("the figure of a copy was not kept; ask the original for it.")
        at = [at] if isinstance(at, str) else at
        return Figure(self._result.figure(fitting.options(show=show, figureAt=at)))


def _restored(members: dict[str, Any], text: str) -> Analysis:
    analysis = Analysis.__new__(Analysis)
    analysis._result, analysis.json, analysis.text = None, members, text
    return analysis


def _with_times(options: dict[str, Any]) -> dict[str, Any]:
    """Options whose times are a list of them."""
    at = options.get("at")
    if at is None:
        return options
    times = at.split(",") if isinstance(at, str) else np.atleast_1d(np.asarray(at, dtype=object)).tolist()
    return options | {"at": times}


def survival_curves(formula: str, table: Cohort, **options: Any) -> Analysis:
    """Survival curves of groups: Kaplan and Meier's, ``"Surv(time, event) ~ sex"``.

    Parameters
    ----------
    options
        As ``at=["1y", "5y"]`` (a number counts in the unit of the table), ``estimator``, ``test="logrank"``,
        ``start_time``, ``rmean``, ``where``, ``missing``, ``levels``, ``time_unit``, ``weights``,
        ``confidence``, ``conf_type``. The order of groups is that of ``levels``, or of the categories of a
        categorical column.
    """
    options = _with_times(options)
    held = fitting.Table(table, formula, fitting.options(**options))
    levels = levels_of(held.columns, terms_of(formula), texts_of(options.get("missing")))
    options["levels"] = levels | dict(options.get("levels") or {})
    members = fitting.options(**options)
    return Analysis(fitting.Result("curves", held, formula.encode(), members, len(members)))


def validate(
    model: AnyModel | None, table: Cohort, outcome: str, **options: Any,
) -> Analysis:
    """Holds a model's predictions against what became of patients. Ctrl-C ends a long resampling.

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
        As ``at=["5y"]`` (a number counts in the unit of the table), ``time_unit="day"``, ``bootstrap=500``,
        ``seed=1``, ``folds``, ``centre``, ``predicted_risk=["risk@5y"]``, ``missing``, ``where``, ``weights``,
        ``thresholds``.

    Returns
    -------
    Analysis
        Discrimination, calibration, Brier scores and net benefit: ``json``, ``text`` and ``figure``.
    """
    if "time_unit" in options:
        options["unit"] = options.pop("time_unit")
    options = _with_times(options)
    document: bytes | None = None
    vocabulary: bytes | None = None
    if model is not None:
        horizons = options.get("at") or ["1y", "3y", "5y"]
        document, vocabulary = documents(model, horizons)
        if isinstance(model, Regression):
            if model.is_copy:
                options = {"at": model.described(horizons).get("horizons")} | options
            of_fit = () if _RESAMPLING.isdisjoint(options) else ("levels", "cluster")
            options = model.asked_of("where", "missing", *of_fit) | options
    members = fitting.options(outcome=outcome, **options)
    return Analysis(
        fitting.Result(
            "validate", fitting.Table(table, outcome, members, document or ""), *sized(document),
            *sized(vocabulary), *sized(members), is_long=True))


def documents(model: AnyModel, horizons: list[str]) -> tuple[bytes, bytes]:
    """A model's document, of a Cox fit at some times, and the vocabulary that it names covariates of."""
    if isinstance(model, Regression):
        document = model.document_ if model.is_copy else model.document("fit", **model.described(horizons))
        return document, _library.default().ask("vocabulary")
    model = model if isinstance(model, Model) else load_model(model)
    return model.document_bytes, model.library.ask("vocabulary")


def sized(data: bytes | None) -> tuple[bytes | None, int]:
    """Bytes with their length, as C takes them."""
    return data, len(data or b"")
