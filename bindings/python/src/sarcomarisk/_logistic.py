"""Logistic regression."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _fit_native as fitting
from ._checks import (
    checked_weights, formula_of, known_outcome, no_weights_beside_a_formula, one_column, unused,
)
from ._columns import Numbers
from ._regression import Regression, Table

EVENT, WEIGHT = "event observed", "case weight"


class LogisticRegression(Regression):
    r"""Logistic regression by maximum likelihood, without a penalty unless one is asked for.

    :math:`\mathrm{logit}\, P(\text{event} | x) = \alpha + x'\beta`. The numbers are those of R's ``glm``; with
    ``firth`` those of ``logistf`` (Heinze and Schemper 2002, doi:10.1002/sim.1047).

    Parameters
    ----------
    formula : str, optional
        In R's language, ``'margin != "R0" ~ age + rcs(size, 4)'``, for a data frame. Without one every column of
        X is a covariate and y the classes.
    robust : bool
        A robust variance.
    weights, cluster : str, optional
        Columns of case weights, and of what belongs together.
    firth : bool
        Firth's penalty, for separation.
    ridge : float, optional
        Penalty on the squares of coefficients.
    levels, where, missing, confidence, iterations, tolerance
        As for :class:`CoxRegression`.

    Attributes
    ----------
    coef_ : ndarray of shape (p,)
        Log odds ratios without the intercept; NaN for a collinear or constant column.
    intercept_ : float
    standard_errors_ : ndarray of shape (p,)
    coefficients_ : DataFrame
        Estimates, standard errors, odds ratios with intervals, z and p; the intercept first.
    classes_ : ndarray of shape (2,)
        The second is the event.
    converged_ : bool
    """

    _kind = "logistic"
    _engine = {
        "robust": "robust", "weights": "weights", "cluster": "cluster", "firth": "firth",
        "ridge": "ridge", "levels": "levels", "where": "where", "missing": "missing",
        "confidence": "confidence", "iterations": "iterations", "tolerance": "tolerance",
    }

    def __init__(
        self, formula: str | None = None, *, robust: bool = False, weights: str | None = None,
        cluster: str | None = None, firth: bool = False, ridge: float | None = None,
        levels: dict[str, list[str]] | None = None, where: str | None = None,
        missing: list[str] | None = None,
        confidence: float = 0.95, iterations: int | None = None, tolerance: float | None = None,
    ) -> None:
        self.formula = formula
        self.robust = robust
        self.weights = weights
        self.cluster = cluster
        self.firth = firth
        self.ridge = ridge
        self.levels = levels
        self.where = where
        self.missing = missing
        self.confidence = confidence
        self.iterations = iterations
        self.tolerance = tolerance

    def __sklearn_tags__(self) -> Any:
        tags = self._tags()
        tags.estimator_type = "classifier"
        tags.classifier_tags = importlib.import_module("sklearn.utils").ClassifierTags(multi_class=False)
        return tags

    def fit(self, X: Table, y: object = None, sample_weight: ArrayLike | None = None) -> LogisticRegression:
        """Fits the model.

        Parameters
        ----------
        X : DataFrame or array of shape (n, p)
            With a formula a DataFrame, a mapping of names to columns or a structured array. It is read where
            it lies.
        y : array of shape (n,), optional
            Two classes, without a formula; the greater is the event.
        sample_weight : array of shape (n,), optional
            Case weights, without a formula; with one name their column in ``weights``.

        Returns
        -------
        self

        Raises
        ------
        FitError
            Where formula or data do not allow it.
        """
        if self.formula is not None:
            no_weights_beside_a_formula(sample_weight)
            table = fitting.Table(X, self.formula, self.weights, self.cluster, self.where)
            self.n_features_in_ = len(table.columns.array)
            self.classes_ = np.array([False, True])
            self._fit(table, self.formula)
        else:
            columns = self._columns(X, is_fit=True)
            names = list(columns)
            rows = len(next(iter(columns.values())))
            event = unused(EVENT, names)
            columns[event] = self._classes(y, rows)
            extra: dict[str, object] = {}
            weights = checked_weights(sample_weight, rows)
            if weights is not None:
                extra["weights"] = unused(WEIGHT, names)
                columns[unused(WEIGHT, names)] = weights
                if len(np.unique(columns[event][weights > 0])) < 2:
                    raise ValueError("rows with a weight are of one class, and a logistic model is of two classes.")
            self._fit(fitting.Table(columns), formula_of(f"`{event}`", names), extra)
        self.intercept_, self.coef_ = float(self.coef_[0]), self.coef_[1:]
        self.standard_errors_ = self.standard_errors_[1:]
        return self

    def _terms(self) -> str:
        # Of an outcome that is a factor the second level is the event.
        outcome_text = self.formula.split("~")[0] if self.formula is not None else ""
        return f"{outcome_text} ~ {super()._terms()}"

    def _classes(self, y: object, rows: int) -> Numbers:
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        values = one_column(known_outcome(y))
        if values.ndim != 1:
            raise ValueError(f"y should be a 1d array, got an array of shape {values.shape} instead.")
        if len(values) != rows:
            raise ValueError(
                f"Found input variables with inconsistent numbers of samples: [{rows}, {len(values)}]")
        if values.dtype.kind == "f":
            if not np.isfinite(values).all():
                found = "NaN" if np.isnan(values).any() else "infinity"
                raise ValueError(f"Input y contains {found}.")
            if (values != np.floor(values)).any():
                raise ValueError(
                    "Unknown label type: continuous. Maybe you are trying to fit a classifier to continuous values.")
        self.classes_, codes = np.unique(values, return_inverse=True)
        if len(self.classes_) != 2:
            what = "one class" if len(self.classes_) == 1 else f"{len(self.classes_)} classes"
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass."
                if len(self.classes_) > 2 else f"y holds {what}, and a logistic model is of two.")
        return codes.astype(np.float64)

    def predict_proba(self, X: Table) -> Numbers:
        """Probabilities of the two classes, of shape (n, 2); NaN for a row with a missing covariate.

        Raises
        ------
        FitError
            For a level that the fit does not know, and for a column that is not there.
        """
        table = self._table(X)
        event = self._predicted("probability", table)
        if event is None:
            if "_refusal" in self.__dict__:
                event = 1 / (1 + np.exp(-self.decision_function(X)))
            else:
                event = self._document_scores(table)[1][0]
        return np.column_stack([1 - event, event])

    def predict_log_proba(self, X: Table) -> Numbers:
        """Logarithms of :meth:`predict_proba`."""
        eta = self.decision_function(X)
        return -np.column_stack([np.logaddexp(0, eta), np.logaddexp(0, -eta)])

    def decision_function(self, X: Table) -> Numbers:
        """Linear predictors."""
        table = self._table(X)
        predicted = self._predicted("linearPredictor", table)
        if predicted is not None:
            return predicted
        products = self._sum(table)
        # A document keeps its intercept apart.
        return (self._document_scores(table)[0] if products is None else products) + self.intercept_

    def predict(self, X: Table) -> NDArray[Any]:
        """The more probable class of each row.

        Raises
        ------
        ValueError
            For rows with a missing covariate, which have none; ``predict_proba`` gives them NaN.
        """
        eta = self.decision_function(X)
        if np.isnan(eta).any():
            raise ValueError(
                f"{int(np.isnan(eta).sum())} rows have a missing covariate, and no class; leave them out.")
        classes: NDArray[Any] = self.classes_[(eta > 0).astype(int)]
        return classes

    def score(self, X: Table, y: object = None, sample_weight: ArrayLike | None = None) -> float:
        """The share of rows whose class, True or False with a formula, is the more probable one."""
        predicted = self.predict(X)
        if y is None:
            raise ValueError("score needs y, the classes (True for the event), beside X.")
        values = one_column(known_outcome(y))
        if values.shape != predicted.shape:
            raise ValueError(f"y has the shape {values.shape}, and X {len(predicted)} rows.")
        if not np.isin(values, self.classes_).any():
            raise ValueError(f"no class of y is one of the fit's, {self.classes_.tolist()}.")
        return float(np.average(predicted == values, weights=checked_weights(sample_weight, len(values))))
