"""Models brought up to date on other patients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import _fit_native as fitting
from ._analyses import Analysis, AnyModel, documents, sized
from ._columns import Cohort
from ._model import Model, load_model


class Update(Analysis):
    """A model brought up to date.

    Attributes
    ----------
    document : bytes
        The new document.
    """

    def __init__(self, result: fitting.Result) -> None:
        super().__init__(result)
        self.document = result.document(None)

    def to_model(self) -> Model:
        """The new document as a :class:`Model`."""
        return load_model(self.document)

    def __reduce__(self) -> tuple[Callable[..., Update], tuple[Any, ...]]:
        return _restored, (self.json, self.text, self.document)


def _restored(members: dict[str, Any], text: str, document: bytes) -> Update:
    update = Update.__new__(Update)
    update._result, update.json, update.text, update.document = None, members, text, document
    return update


def update(
    model: AnyModel, table: Cohort, outcome: str, method: str, id: str, **options: Any,
) -> Update:
    """Brings a model up to date on other patients, as a new document.

    Parameters
    ----------
    model : CoxRegression, LogisticRegression, Model, str, path, bytes or dict
        A fit, or what :func:`load_model` takes.
    table : DataFrame or mapping
        Columns named as the model's covariates, and the outcome's.
    outcome : str
        ``"Surv(time, event)"``, or a condition for an outcome without time.
    method : str
        ``"intercept"``: one factor on the baseline, or the intercept of a logistic model. ``"baseline"``:
        the baseline, every coefficient kept. ``"slope"``: one slope for all coefficients, and the baseline
        or intercept. ``"refit"``: every coefficient, with the terms and knots of the model.
    id : str
        Of the new document, which is a draft that says what it was made from.
    options
        As ``title``, ``source``, ``time_unit="day"``, ``where``, ``missing``, ``horizons=["5y"]``,
        ``shrinkage="heuristic"``, ``confidence``.
    """
    if "time_unit" in options:
        options["unit"] = options.pop("time_unit")
    document, vocabulary = documents(model, options.get("horizons") or ["1y", "3y", "5y"])
    members = fitting.options(outcome=outcome, method=method, id=id, **options)
    return Update(
        fitting.Result(
            "update", fitting.Table(table, outcome, members, document), *sized(document),
            *sized(vocabulary), *sized(members)))
