"""Cox proportional hazards regression."""

from __future__ import annotations

import json
from ctypes import byref

import numpy as np

from . import _fit_native as fitting
from . import _native as native
from ._columns import Columns
from ._regression import Regression, checked_weights, formula_of

TIME, EVENT, WEIGHT = "survival time", "event observed", "case weight"


class CoxRegression(Regression):
    r"""Cox's proportional hazards model by the maximum partial likelihood.

    :math:`h(t | x) = h_0(t) \exp(x'\beta)` (Cox 1972, doi:10.1111/j.2517-6161.1972.tb00899.x). The numbers
    are those of R's ``survival::coxph``.

    Parameters
    ----------
    formula : str, optional
        In R's language, ``"Surv(time, event) ~ age + rcs(size, 4) + strata(centre)"``, for a data frame. Without
        one every column of X is a covariate and y the outcome.
    ties : {"efron", "breslow", "exact"}
        How tied deaths are treated.
    robust : bool
        A robust variance (Lin and Wei 1989).
    weights, cluster : str, optional
        Columns of case weights, and of what belongs together.
    firth : bool
        Firth's penalty, for monotone likelihoods.
    ridge : float, optional
        Penalty on the squares of coefficients, as R's ``ridge(theta =)``.
    levels : dict, optional
        Order of the levels of factors by column, the first the reference.
    where : str, optional
        A condition that rows must meet.
    missing : list of str, optional
        Further texts that mean missing.
    time_unit : {"day", "month", "year"}
        What times count.
    confidence : float
        Level of intervals.
    iterations, tolerance : optional
        Of the search.

    Attributes
    ----------
    coef_ : ndarray of shape (p,)
        Log hazard ratios; NaN for a collinear or constant column.
    standard_errors_ : ndarray of shape (p,)
        Robust where a robust variance was asked for.
    unique_times_, cum_baseline_hazard_ : ndarray
        Baseline cumulative hazard at the covariates' means, stratum behind stratum.
    converged_ : bool
    """

    _kind = "cox"
    _engine = {
        "ties": "ties", "robust": "robust", "weights": "weights", "cluster": "cluster", "firth": "firth",
        "ridge": "ridge", "levels": "levels", "where": "where", "missing": "missing",
        "time_unit": "timeUnit", "confidence": "confidence", "iterations": "iterations",
        "tolerance": "tolerance",
    }

    def __init__(
        self, formula: str | None = None, *, ties: str = "efron", robust: bool = False,
        weights: str | None = None, cluster: str | None = None, firth: bool = False,
        ridge: float | None = None, levels: dict | None = None, where: str | None = None,
        missing: list | None = None, time_unit: str | None = None, confidence: float = 0.95,
        iterations: int | None = None, tolerance: float | None = None,
    ):
        self.formula = formula
        self.ties = ties
        self.robust = robust
        self.weights = weights
        self.cluster = cluster
        self.firth = firth
        self.ridge = ridge
        self.levels = levels
        self.where = where
        self.missing = missing
        self.time_unit = time_unit
        self.confidence = confidence
        self.iterations = iterations
        self.tolerance = tolerance

    def __sklearn_tags__(self):
        tags = self._tags()
        tags.target_tags.positive_only = True
        return tags

    def fit(self, X, y=None, sample_weight=None):
        """Fits the model.

        Parameters
        ----------
        X : DataFrame, mapping or array of shape (n, p)
        y : structured array, or array of shape (n,) or (n, 2), optional
            Without a formula: scikit-survival's outcome (an event and a time), times beside events, or times
            alone, which all end in the event.
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
        if self.formula is not None:
            table = fitting.Table(X, self.formula, self.weights, self.cluster, self.where)
            self.n_features_in_ = len(table.columns.array)
            return self._fit(table, self.formula, {"baseline": False, "phTest": False})
        columns = self._columns(X, is_fit=True)
        names = list(columns)
        rows = len(next(iter(columns.values())))
        time, event = outcome(y, rows)
        columns[TIME], columns[EVENT] = time, event
        extra = {"baseline": False, "phTest": False}
        weight = checked_weights(sample_weight, rows)
        if weight is not None:
            columns[WEIGHT] = weight
            extra["weights"] = WEIGHT
        formula = formula_of(f"Surv(`{TIME}`, `{EVENT}`)", names)
        return self._fit(fitting.Table(columns), formula, extra)

    def ph_test(self, transform: str = "km", by: str = "term") -> dict:
        """Tests of proportional hazards by scaled Schoenfeld residuals (Grambsch and Therneau 1994,
        doi:10.1093/biomet/81.3.515), as R's ``cox.zph``.

        Parameters
        ----------
        transform : {"km", "rank", "identity", "log"}
            Of time.
        by : {"term", "column"}

        Returns
        -------
        dict
            Term, statistic, degrees of freedom and p of each and of all; a data frame takes it.
        """
        self._need()
        report = json.loads(
            self._whole("test of proportional hazards", phTransform=transform, phBy=by).report("json"))
        rows = report["proportionalHazardsTest"]
        return {name: [row[name] for row in rows] for name in ("term", "statistic", "df", "p")}

    @property
    def unique_times_(self) -> np.ndarray:
        """Times of the baseline, stratum behind stratum."""
        return self._baseline("baselineTimes")

    @property
    def cum_baseline_hazard_(self) -> np.ndarray:
        """The baseline cumulative hazard at ``unique_times_``, at the covariates' means."""
        return self._baseline("baselineCumulativeHazard")

    def _baseline(self, name):
        self._need()
        kept = self.__dict__.setdefault("_baselines", {})
        if name not in kept:
            kept[name] = self._live("baseline").numbers(name)
        return kept[name]

    def _fit(self, *arguments):
        self.__dict__.pop("_baselines", None)
        self.__dict__.pop("_covariance", None)
        return super()._fit(*arguments)

    def __getstate__(self):
        if self.__dict__.get("_result") is not None:
            self.unique_times_, self.cum_baseline_hazard_, self.covariance_
            self._means = self._result.numbers("means")
        return super().__getstate__()

    def described(self, horizons):
        return {"horizons": horizons}

    def _description(self):
        times = self.unique_times_
        longest = float(times.max()) if len(times) else 1.0
        return {"horizons": [f"{longest!r}{(self.time_unit or 'day')[0]}"]}

    def predict(self, X) -> np.ndarray:
        """The linear predictor relative to that of the covariates' means: the log of a relative hazard.

        NaN for a row with a missing covariate. The higher, the worse.
        """
        table = self._table(X)
        if self._result is not None:
            return self._result.predict("linearPredictor", fitting.Table(table, self.formula))
        products = self._sum(table)
        if products is not None:
            return products - self._means @ np.nan_to_num(self.coef_)
        model = self._document_model()
        eta, _ = document_scores(model, table)
        return eta - json.loads(self.document_)["baseline"]["at"]

    def predict_survival_function(self, X, times=None):
        """Survival at times, in the unit of the table.

        Parameters
        ----------
        times : array of shape (m,), optional
            Those of the baseline unless stated.

        Returns
        -------
        ndarray of shape (n, m)
        """
        table = self._table(X)
        times = np.unique(self.unique_times_) if times is None else np.asarray(times, dtype=np.float64)
        if self._result is not None:
            return self._result.predict("survival", fitting.Table(table, self.formula), times)
        if "_refusal" in self.__dict__:
            places = np.searchsorted(self.unique_times_, times, side="right")
            hazard = np.concatenate([[0.0], self.cum_baseline_hazard_])[places]
            return np.exp(-np.outer(np.exp(self.predict(X)), hazard))
        unit = (self.time_unit or "day")[0]
        model = self._document_model(at=[f"{float(time)!r}{unit}" for time in times])
        return document_scores(model, table)[1].T

    def score(self, X, y=None, sample_weight=None) -> float:
        """Harrell's concordance of predictions and outcome."""
        lp = self.predict(X)
        if self.formula is not None:
            outcome_text = self.formula_.split("~")[0].strip()
            columns = {str(name): X[name] for name in X if str(name) in outcome_text or str(name) in (self.where or "")}
        else:
            time, event = outcome(y, len(lp))
            columns = {TIME: time, EVENT: event}
            outcome_text = f"Surv(`{TIME}`, `{EVENT}`)"
        members = {
            "outcome": outcome_text, "linearPredictor": "linear predictor",
            "unit": self.time_unit or "day", "missing": self.missing, "where": self.where,
        }
        weight = checked_weights(sample_weight, len(lp))
        if weight is not None:
            columns[WEIGHT] = weight
            members["weights"] = WEIGHT
        columns["linear predictor"] = lp
        options = fitting.options(**members)
        result = fitting.Result(
            "validate", fitting.Table(columns), None, 0, None, 0, options, len(options))
        return json.loads(result.report("json"))["discrimination"]["harrellC"]["estimate"]


def document_scores(model, table):
    """Linear predictors, and probabilities by time, of a document."""
    columns = Columns(table, set(model.description["reads"]))
    eta = np.empty(columns.rows)
    probability = np.empty((len(model.description["probabilities"]), columns.rows))
    scores = native.Scores(linear_predictor=eta.ctypes.data, probability=probability.ctypes.data)
    native.check(
        native.library.sarcoma_score_cohort(
            model._handle, columns.array, len(columns.array), columns.rows, byref(scores), None))
    return eta, probability


def outcome(y, rows: int):
    """Times and events of an outcome."""
    if y is None:
        raise ValueError(
            "requires y to be passed, but the target y is None: a structured array of event and time, or times.")
    names = getattr(getattr(y, "dtype", None), "names", None)
    if names:
        if len(names) != 2:
            raise ValueError(f"an outcome has two fields, an event and a time, not {len(names)}.")
        fields = sorted(names, key=lambda name: y.dtype[name].kind != "b")
        if y.dtype[fields[0]].kind != "b":
            raise ValueError("of an outcome's two fields one is boolean, the event.")
        event, time = y[fields[0]].astype(np.float64), y[fields[1]].astype(np.float64)
    else:
        values = np.asarray(y)
        if values.dtype.kind == "c":
            raise ValueError("Complex data not supported")
        if values.dtype.kind == "O" and any(each is None for each in values.ravel()):
            raise ValueError("Input y contains NaN: an outcome is never missing here.")
        values = values.astype(np.float64)
        if values.ndim == 2 and values.shape[1] == 1:
            import warnings

            kind = UserWarning
            import sys

            if "sklearn.exceptions" in sys.modules:
                kind = sys.modules["sklearn.exceptions"].DataConversionWarning
            warnings.warn(
                "A column-vector y was passed when a 1d array was expected.", kind, stacklevel=3)
            values = values[:, 0]
        if values.ndim == 1:
            time, event = values, np.ones(len(values))
        elif values.ndim == 2 and values.shape[1] == 2:
            time, event = values[:, 0], values[:, 1]
        else:
            raise ValueError(
                f"an outcome is a structured array, times, or times beside events, not of shape {values.shape}.")
    if len(time) != rows:
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: [{rows}, {len(time)}]")
    if not (np.isfinite(time).all() and np.isfinite(event).all()):
        found = "NaN" if np.isnan(time).any() or np.isnan(event).any() else "infinity"
        raise ValueError(f"Input y contains {found}.")
    return np.ascontiguousarray(time), np.ascontiguousarray(event)
