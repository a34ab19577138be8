"""Tests of a fit's terms, comparisons of fits, and contrasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import _fit_native as fitting
from ._analyses import Analysis, AnyModel, documents, sized
from ._columns import Cohort
from ._regression import Regression


def anova(
    model: AnyModel, other: AnyModel | None = None, table: Cohort | None = None, test: str | None = None,
    contrast: str | Sequence[str] = (), **options: Any,
) -> Analysis:
    """Tests the terms of a fit, compares two nested fits, or estimates contrasts.

    Parameters
    ----------
    model : CoxRegression, LogisticRegression, Model, str, path, bytes or dict
        A fit, or its document.
    other : as ``model``, optional
        A second fit of the same rows: the likelihood-ratio test of the two.
    table : DataFrame or mapping, optional
        What ``model`` was fitted to, to fit it again: likelihood-ratio tests. Without it Wald's.
    test : str, optional
        With a table ``"lr"`` (each term against the whole model), ``"type2"`` (added to the terms that do
        not hold it) or ``"sequential"`` (added one after another).
    contrast : str or sequence of str
        Two patients each, ``"age=70, sex=male - age=50, sex=male"``, or a sum of coefficients,
        ``"2 * age - sexmale"``. Several are also tested together.
    options
        ``confidence``, and for a table that of the fit: ``where``, ``missing``, ``levels``, ``weights``. An
        estimator's own count here.
    """
    if isinstance(model, Regression) and table is not None:
        options = model.asked_of("where", "missing", "levels", "weights") | options
    stated = [contrast] if isinstance(contrast, str) else list(contrast)
    members = fitting.options(test=test, contrast=stated, **options)
    document, second = _document(model), None if other is None else _document(other)
    rows = None if table is None else fitting.Table(table, members, document)
    return Analysis(
        fitting.Result("anova", rows, *sized(document), *sized(second), *sized(members)))


def _document(model: AnyModel) -> bytes:
    # The times of a Cox document do not matter here, and one that follow-up reaches always works.
    return model.document_ if isinstance(model, Regression) else documents(model, [])[0]
