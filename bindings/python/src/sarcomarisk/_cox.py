"""Cox proportional hazards regression."""

from __future__ import annotations

import json
import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _fit_native as fitting
from ._checks import (
    checked_weights, formula_of, known_outcome, no_weights_beside_a_formula, one_column, unused,
)
from ._columns import Numbers, items
from ._errors import QuestionError
from ._regression import Regression, Table

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
        Order of the levels of factors by column, the first the reference. Unstated, a categorical column's
        is that of its categories, and texts are sorted.
    where : str, optional
        A condition that rows must meet.
    missing : str or list of str, optional
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
    coefficients_ : DataFrame
        Estimates, standard errors, hazard ratios with intervals, z and p.
    unique_times_, cum_baseline_hazard_ : ndarray
        Baseline cumulative hazard at the covariates' means, which as R's are 0 for a column of -1, 0 and 1,
        stratum behind stratum; ``baseline_survival_`` too. scikit-survival's stands at 0 of all covariates.
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
        ridge: float | None = None, levels: dict[str, list[str]] | None = None, where: str | None = None,
        missing: list[str] | None = None, time_unit: str | None = None, confidence: float = 0.95,
        iterations: int | None = None, tolerance: float | None = None,
    ) -> None:
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

    def __sklearn_tags__(self) -> Any:
        tags = self._tags()
        tags.target_tags.positive_only = True
        return tags

    def fit(self, X: Table, y: object = None, sample_weight: ArrayLike | None = None) -> CoxRegression:
        """Fits the model.

        Parameters
        ----------
        X : DataFrame or array of shape (n, p)
            With a formula a DataFrame, a mapping of names to columns or a structured array. It is read where
            it lies: do not change it while :meth:`summary` or :meth:`ph_test` may be asked of the fit.
        y : structured array, or array of shape (n,) or (n, 2), optional
            Without a formula, which says all of the outcome: scikit-survival's outcome (an event and a time),
            times beside events, or times alone, which all end in the event.
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
            return self._fit(table, self.formula, {"baseline": False, "phTest": False})
        columns = self._columns(X, is_fit=True)
        names = list(columns)
        rows = len(next(iter(columns.values())))
        time, event = unused(TIME, names), unused(EVENT, names)
        columns[time], columns[event] = outcome(y, rows)
        extra: dict[str, object] = {"baseline": False, "phTest": False}
        weights = checked_weights(sample_weight, rows)
        if weights is not None:
            extra["weights"] = unused(WEIGHT, names)
            columns[unused(WEIGHT, names)] = weights
        return self._fit(fitting.Table(columns), formula_of(f"Surv(`{time}`, `{event}`)", names), extra)

    def ph_test(self, transform: str = "km", by: str = "term") -> dict[str, list[Any]]:
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
    def unique_times_(self) -> Numbers:
        """Times of the baseline, stratum behind stratum."""
        return self._baseline("baselineTimes")

    @property
    def cum_baseline_hazard_(self) -> Numbers:
        """The baseline cumulative hazard at ``unique_times_``, at the covariates' means."""
        return self._baseline("baselineCumulativeHazard")

    @property
    def baseline_survival_(self) -> Numbers:
        """The survival at ``unique_times_`` of who has the covariates' means."""
        survival: Numbers = np.exp(-self.cum_baseline_hazard_)
        return survival

    def _baseline(self, name: str) -> Numbers:
        self._need()
        kept: dict[str, Numbers] = self.__dict__.setdefault("_baselines", {})
        if name not in kept:
            kept[name] = self._live("baseline").numbers(name)
        return kept[name]

    def __getstate__(self) -> dict[str, Any]:
        if self.__dict__.get("_result") is not None:
            try:
                self.unique_times_, self.cum_baseline_hazard_, self._baseline("baselineCounts")
                self._means = self._live("means").numbers("means")
            except QuestionError:
                # A fit with effects over time has no baseline.
                pass
        return super().__getstate__()

    def described(self, horizons: list[str]) -> dict[str, Any]:
        return {"horizons": horizons}

    def _description(self) -> dict[str, Any]:
        times = self.unique_times_
        longest = float(times.max()) if len(times) else 1.0
        return {"horizons": [f"{longest!r}{(self.time_unit or 'day')[0]}"]}

    def predict(self, X: Table) -> Numbers:
        """The linear predictor relative to that of the covariates' means: the log of a relative hazard.

        NaN for a row with a missing covariate. The higher, the worse.

        Raises
        ------
        FitError
            For a level that the fit does not know, and for a column that is not there.
        """
        table = self._table(X)
        predicted = self._predicted("linearPredictor", table)
        if predicted is not None:
            return predicted
        products = self._sum(table)
        if products is not None:
            return products - float(self._means @ np.nan_to_num(self.coef_))
        eta, _ = self._document_scores(table)
        return eta - float(json.loads(self.document_)["baseline"]["at"])

    def predict_survival_function(self, X: Table, times: ArrayLike | None = None) -> Numbers:
        """Survival at times, in the unit of the table; NaN for a row with a missing covariate.

        Beyond the last follow-up, of anybody or of a stratum, the last value is carried on and a warning says so.

        Parameters
        ----------
        times : array of shape (m,), optional
            Those of the baseline unless stated.

        Returns
        -------
        ndarray of shape (n, m)
        """
        table = self._table(X)
        if times is None:
            at = np.unique(self.unique_times_)
        else:
            at = np.atleast_1d(np.asarray(times, dtype=np.float64))
            if np.isnan(at).any():
                raise ValueError("NaN is no time.")
            self._look_beyond(at)
        if at.size == 0:
            return np.empty((len(self.predict(X)), 0))
        survival = self._predicted("survival", table, at)
        if survival is not None:
            return survival
        if self._baseline("baselineCounts").size == 1:
            places = np.searchsorted(self.unique_times_, at, side="right")
            hazard = np.concatenate([[0.0], self.cum_baseline_hazard_])[places]
            survival = np.exp(-np.outer(np.exp(self.predict(X)), hazard))
            return survival
        # A document knows the stratum of each row, and times from the first moment to the last follow-up.
        unit = (self.time_unit or "day")[0]
        asked = np.unique(np.minimum(at[at > 0], self.unique_times_.max()))
        eta, scores = self._document_scores(
            table, at=[f"{np.format_float_positional(time)}{unit}" for time in asked] or None)
        places = np.searchsorted(asked, np.minimum(at, self.unique_times_.max()))
        start = np.where(np.isnan(eta), np.nan, 1.0)
        return np.column_stack([scores[place] if time > 0 else start for time, place in zip(at, places)])

    def predict_cumulative_hazard_function(self, X: Table, times: ArrayLike | None = None) -> Numbers:
        """The cumulative hazard, minus the logarithm of :meth:`predict_survival_function`, with its parameters."""
        with np.errstate(divide="ignore"):
            hazard: Numbers = -np.log(self.predict_survival_function(X, times))
        return hazard

    def _look_beyond(self, times: Numbers) -> None:
        ends = np.cumsum(self._baseline("baselineCounts")).astype(int) - 1
        if not ends.size or not self.unique_times_.size:
            return
        last = self.unique_times_[ends].min()
        if (times > last).any():
            whose = "the last follow-up" if ends.size == 1 else "the last follow-up of a stratum"
            warnings.warn(
                f"{whose} is at {last:g}; the survival there is carried on to {times.max():g}.", stacklevel=3)

    def score(self, X: Table, y: object = None, sample_weight: ArrayLike | None = None) -> float:
        """Harrell's concordance of predictions and outcome, of the rows that meet ``where``.

        Each row counts once, or ``sample_weight`` times; a column of ``weights`` is for the fit.

        Raises
        ------
        ValueError
            Where no two rows can be compared.
        """
        predictor = self.predict(X)
        columns: dict[str, Any]
        if self.formula is not None:
            no_weights_beside_a_formula(sample_weight)
            outcome_text = self.formula_.split("~")[0].strip()
            words = f"{outcome_text} {self.where or ''}"
            columns = {name: values for name, values in items(X) if name in words}
        else:
            time, event = outcome(y, len(predictor))
            columns = {TIME: time, EVENT: event}
            outcome_text = f"Surv(`{TIME}`, `{EVENT}`)"
        name = unused("linear predictor", columns)
        members = {
            "outcome": outcome_text, "linearPredictor": name,
            "unit": self.time_unit or "day", "missing": self.missing, "where": self.where,
        }
        weights = checked_weights(sample_weight, len(predictor))
        if weights is not None:
            columns[WEIGHT] = weights
            members["weights"] = WEIGHT
        columns[name] = predictor
        options = fitting.options(**members)
        result = fitting.Result(
            "validate", fitting.Table(columns), None, 0, None, 0, options, len(options))
        found = json.loads(result.report("json"))["discrimination"]
        if found is None or found["harrellC"] is None:
            raise ValueError("no two rows can be compared, so that there is no concordance.")
        return float(found["harrellC"]["estimate"])


def outcome(y: Any, rows: int) -> tuple[Numbers, Numbers]:
    """Times and events of an outcome."""
    if y is None:
        raise ValueError(
            "requires y to be passed, but the target y is None: a structured array of event and time, or times.")
    values = known_outcome(y)
    time: NDArray[Any]
    event: NDArray[Any]
    if values.dtype.names:
        if len(values.dtype.names) != 2:
            raise ValueError(f"an outcome has two fields, an event and a time, not {len(values.dtype.names)}.")
        fields = sorted(values.dtype.names, key=lambda name: values.dtype[name].kind != "b")
        if [values.dtype[name].kind == "b" for name in fields] != [True, False]:
            raise ValueError("of an outcome's two fields one is boolean, the event, and the other the time.")
        event, time = values[fields[0]].astype(np.float64), values[fields[1]].astype(np.float64)
    else:
        if values.dtype.kind == "b":
            raise ValueError("an outcome is an event and a time; these are truth values alone.")
        values = one_column(values.astype(np.float64))
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
