"""Logistic regression."""

from __future__ import annotations

import numpy as np

from . import _fit_native as fitting
from ._cox import document_scores
from ._regression import Regression, checked_weights, formula_of

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
        levels: dict | None = None, where: str | None = None, missing: list | None = None,
        confidence: float = 0.95, iterations: int | None = None, tolerance: float | None = None,
    ):
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

    def __sklearn_tags__(self):
        from sklearn.utils import ClassifierTags

        tags = self._tags()
        tags.estimator_type = "classifier"
        tags.classifier_tags = ClassifierTags(multi_class=False)
        return tags

    def fit(self, X, y=None, sample_weight=None):
        """Fits the model.

        Parameters
        ----------
        X : DataFrame, mapping or array of shape (n, p)
        y : array of shape (n,), optional
            Two classes, without a formula; the greater is the event.
        sample_weight : array of shape (n,), optional
            Case weights, without a formula.

        Returns
        -------
        self

        Raises
        ------
        FitError
            Where formula or data do not allow it.
        """
        self.__dict__.pop("_covariance", None)
        if self.formula is not None:
            table = fitting.Table(X, self.formula, self.weights, self.cluster, self.where)
            self.n_features_in_ = len(table.columns.array)
            self.classes_ = np.array([False, True])
            self._fit(table, self.formula)
        else:
            columns = self._columns(X, is_fit=True)
            names = list(columns)
            rows = len(next(iter(columns.values())))
            columns[EVENT] = self._classes(y, rows)
            extra = {}
            weight = checked_weights(sample_weight, rows)
            if weight is not None:
                columns[WEIGHT] = weight
                extra["weights"] = WEIGHT
                if len(np.unique(columns[EVENT][weight > 0])) < 2:
                    raise ValueError("rows with a weight are of one class, and a logistic model is of two classes.")
            self._fit(fitting.Table(columns), formula_of(f"`{EVENT}`", names), extra)
        self.intercept_, self.coef_ = float(self.coef_[0]), self.coef_[1:]
        self.standard_errors_ = self.standard_errors_[1:]
        return self

    def _classes(self, y, rows):
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        values = np.asarray(y)
        if values.ndim == 2 and values.shape[1] == 1:
            import sys
            import warnings

            module = sys.modules.get("sklearn.exceptions")
            warnings.warn(
                "A column-vector y was passed when a 1d array was expected.",
                module.DataConversionWarning if module else UserWarning, stacklevel=3)
            values = values[:, 0]
        if values.ndim != 1:
            raise ValueError(f"y should be a 1d array, got an array of shape {values.shape} instead.")
        if len(values) != rows:
            raise ValueError(
                f"Found input variables with inconsistent numbers of samples: [{rows}, {len(values)}]")
        if values.dtype.kind in "fc":
            if values.dtype.kind == "c":
                raise ValueError("Complex data not supported")
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

    def predict_proba(self, X) -> np.ndarray:
        """Probabilities of the two classes, of shape (n, 2); NaN for a row with a missing covariate."""
        table = self._table(X)
        if self._result is not None:
            event = self._result.predict("probability", fitting.Table(table, self.formula))
        elif "_refusal" in self.__dict__:
            event = 1 / (1 + np.exp(-self.decision_function(X)))
        else:
            event = document_scores(self._document_model(), table)[1][0]
        return np.column_stack([1 - event, event])

    def decision_function(self, X) -> np.ndarray:
        """Linear predictors."""
        table = self._table(X)
        if self._result is not None:
            return self._result.predict("linearPredictor", fitting.Table(table, self.formula))
        products = self._sum(table)
        if products is not None:
            return products + self.intercept_
        # A document keeps its intercept apart.
        return document_scores(self._document_model(), table)[0] + self.intercept_

    def predict(self, X) -> np.ndarray:
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
        event = eta > 0
        return self.classes_[event.astype(int)]

    def score(self, X, y=None, sample_weight=None) -> float:
        """The share of rows whose class is the more probable one."""
        predicted = self.predict(X)
        if self.formula is not None and y is None:
            raise ValueError("score needs y, the classes (True for the event), beside X.")
        right = (predicted == np.asarray(y)).astype(np.float64)
        return float(np.average(right, weights=sample_weight))
