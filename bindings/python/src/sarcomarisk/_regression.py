"""What Cox and logistic regression have in common as estimators.

Parameters, cloning and checks follow scikit-learn's conventions (Buitinck et al. 2013, arXiv:1309.0238)
without importing it: whoever fits a data frame by a formula does not need it.
"""

from __future__ import annotations

import contextlib
import functools
import html
import importlib
import inspect
import json
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _fit_native as fitting
from . import _native as native
from ._answers import Figure
from ._checks import (
    check_names, levels_of, matrix_of, names_of, of_scikit_learn, refuse_gaps, terms_of, texts_of,
)
from ._columns import Cohort, Columns, Numbers, level_text
from ._errors import FitError, SarcomaError, in_python
from ._model import Model, load_model
from ._parameters import Parameters

if TYPE_CHECKING:
    import pandas

#: Columns without a formula are an array too.
Table: TypeAlias = "Cohort | ArrayLike"
Self = TypeVar("Self", bound="Regression")



class NotFitted(ValueError, AttributeError):
    """A question to a model that was not fitted."""


class ChangedTable(ValueError):
    """The table of a fit, which is read where it lies, is not what was fitted."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the table was changed after the fit, and the {what} is read from it; fit again, or fit a copy.")


def not_fitted(estimator: object) -> Exception:
    """What is raised by a model that was not fitted."""
    kind: Callable[[str], Exception] = of_scikit_learn("NotFittedError", NotFitted)
    return kind(
        f"This {type(estimator).__name__} instance is not fitted yet; call 'fit' with data before using it.")


class Regression(Parameters):
    """A model that is fitted to a table, by a formula or to columns."""

    _kind: ClassVar[str]
    #: Options of the engine by the parameter's name.
    _engine: ClassVar[dict[str, str]]
    formula: str | None
    levels: Mapping[str, list[str]] | None
    missing: list[str] | None
    where: str | None
    #: None of a copy.
    _result: fitting.Result | None
    coef_: Numbers
    n_features_in_: int
    feature_names_in_: NDArray[np.object_]

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "coef_")

    def _tags(self) -> Any:
        utilities = importlib.import_module("sklearn.utils")
        return utilities.Tags(
            estimator_type=None, target_tags=utilities.TargetTags(required=self.formula is None),
            input_tags=utilities.InputTags(), transformer_tags=None, classifier_tags=None, regressor_tags=None)

    # Copies go by document

    def __getstate__(self) -> dict[str, Any]:
        if self.__dict__.get("_result") is not None:
            self.covariance_, self.n_obs_
        state = dict(self.__dict__)
        if state.pop("_result", None) is None:
            return state
        try:
            state["document_"] = self.document_
        except (SarcomaError, ChangedTable) as refusal:
            # A fit without a maximum or with effects over time has no document; its numbers remain.
            state["_refusal"] = str(refusal)
        if self.n_obs_ <= 100_000:
            with contextlib.suppress(ChangedTable):
                state |= {"_report": self.report_, "_summary": self.summary()}
        state.pop("_sample", None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._result = None

    # Fitting

    def _fit(
        self: Self, table: fitting.Table, formula: str, extra: Mapping[str, object] | None = None,
    ) -> Self:
        members = {
            engine: getattr(self, name) for name, engine in self._engine.items()
            if getattr(self, name) is not inspect.signature(type(self).__init__).parameters[name].default
        }
        self._asked: dict[str, Any] = {**members, **(extra or {})}
        levels = self._levels(table.columns)
        if levels:
            self._asked["levels"] = levels
        options = fitting.options(**self._asked)
        for name in (
            "document_", "_summary", "_report", "_brief", "_refusal", "_means", "_covariance", "_baselines", "n_obs_",
        ):
            self.__dict__.pop(name, None)
        self._result = fitting.Result(
            self._kind, table, formula.encode(), options, len(options))
        self._sample = table.columns.sample()
        self.formula_ = formula
        self.coef_ = self._result.numbers("coefficients")
        self.standard_errors_ = self._result.numbers("standardErrors")
        self.converged_ = bool(self._result.numbers("converged")[0])
        if not self.converged_:
            reason = self._said["convergence"]["reason"]
            warnings.warn(
                f"the search did not end at a maximum: {in_python(reason)}",
                of_scikit_learn("ConvergenceWarning", RuntimeWarning), stacklevel=3)
        return self

    def _levels(self, columns: Columns) -> dict[str, list[str]]:
        """The order of factors' levels: what was stated, and of categorical columns that of their categories."""
        stated = self.levels or {}
        return levels_of(columns, self._terms(), self._missing_texts()) | {
            name: [level_text(name, level) for level in levels] for name, levels in stated.items()}

    def _terms(self) -> str:
        """The part of the formula whose factors have levels: a cluster only says who belongs together."""
        return terms_of(self.formula) if self.formula is not None else ""

    def _missing_texts(self) -> list[str]:
        return texts_of(self.missing)

    def _need(self) -> None:
        if not hasattr(self, "coef_"):
            raise not_fitted(self)

    # What was fitted

    @functools.cached_property
    def n_obs_(self) -> int:
        """How many rows were used."""
        return int(self._said["n"])

    @property
    def covariance_(self) -> Numbers:
        """Covariance of the coefficients, with that of an intercept first."""
        self._need()
        if "_covariance" not in self.__dict__:
            self._covariance = self._live("covariance").numbers("covariance")
        return self._covariance

    @property
    def coefficients_(self) -> pandas.DataFrame:
        """The coefficients as a data frame, one row a coefficient, named as R's.

        Estimate, standard error (robust where that was asked for), hazard or odds ratio with the ends of
        its interval at the level ``confidence``, z and p.
        """
        import pandas

        rows = []
        for each in self._said["coefficients"]:
            robust = each["robustStandardError"]
            ratio = each["hazardRatio" if "hazardRatio" in each else "oddsRatio"]
            lower, upper = each["interval"] or (None, None)
            rows.append((
                each["estimate"], each["standardError"] if robust is None else robust, ratio, lower, upper,
                each["z"], each["p"]))
        ratio = "hazard_ratio" if self._kind == "cox" else "odds_ratio"
        return pandas.DataFrame(
            rows, index=pandas.Index(self.terms_, name="term"), dtype=float,
            columns=["estimate", "standard_error", ratio, "lower", "upper", "z", "p"])

    @property
    def report_(self) -> dict[str, Any]:
        """The fit as the command line's ``--format json`` gives it."""
        self._need()
        if "_report" not in self.__dict__:
            self._report: dict[str, Any] = json.loads(self._whole("report").report("json"))
        return self._report

    @property
    def warnings_(self) -> list[str]:
        """What is worth knowing of a fit that did succeed, such as separation."""
        return [in_python(each["message"]) for each in self._said["warnings"]]

    @property
    def terms_(self) -> list[str]:
        """Names of the coefficients, as R's."""
        return [each["term"] for each in self._said["coefficients"]]

    @property
    def _said(self) -> dict[str, Any]:
        """The report, or as much of it as needs no second fit."""
        self._need()
        if "_report" in self.__dict__:
            return self._report
        if "_brief" not in self.__dict__:
            self._brief: dict[str, Any] = json.loads(self._live("report").report("json"))
        return self._brief

    def summary(self) -> str:
        """The fit in the words of the command line."""
        self._need()
        if "_summary" not in self.__dict__:
            self._summary = self._whole("summary").report("text")
        return self._summary

    def _whole(self, what: str, **more: object) -> fitting.Result:
        """The fit with what takes time and few ask for.

        Raises
        ------
        ChangedTable
        """
        asked = fitting.options(**{name: value for name, value in self._asked.items() if name != "phTest"}, **more)
        live = self._unchanged(what)
        if not more and "phTest" not in self._asked:
            return live
        whole = fitting.Result(self._kind, live.table, self.formula_.encode(), asked, len(asked))
        if not np.array_equal(whole.numbers("coefficients"), live.numbers("coefficients"), equal_nan=True):
            raise ChangedTable(what)
        return whole

    def _repr_html_(self) -> str:
        if not hasattr(self, "coef_"):
            return f"<code>{html.escape(repr(self))}</code>"
        return f"<pre>{html.escape(self.summary())}</pre>"

    def _unchanged(self, what: str) -> fitting.Result:
        """The fit, for what is read from its table."""
        live = self._live(what)
        for before, now in zip(self._sample, live.table.columns.sample() if live.table else ()):
            if not np.array_equal(before, now, equal_nan=True):
                raise ChangedTable(what)
        return live

    @property
    def is_copy(self) -> bool:
        """Whether this is a copy of a fit, which has its document and no table."""
        return self._result is None

    def _live(self, what: str) -> fitting.Result:
        if self._result is None:
            raise ValueError(
                f"the {what} of a copy was not kept; ask for it before copying, or fit again.")
        return self._result

    def numbers(self, name: str) -> Numbers:
        """Numbers of the fit by name, which a copy does not keep.

        Of both models ``coefficients``, ``standardErrors``, ``covariance`` and ``naiveCovariance`` (p x p);
        of each of the n rows that were used ``rows`` (its place in the table), ``linearPredictors``,
        ``deviance`` and ``dfbeta`` (n x p). Of a Cox model ``martingale``, ``score`` and ``dfbetas``
        (n x p), and of each of the m events ``schoenfeldTimes``, ``schoenfeldRows``, ``schoenfeld`` and
        ``scaledSchoenfeld`` (m x p). Of a logistic model ``probabilities``, ``pearson``, ``leverage`` and
        ``cooksDistance``; its p counts the intercept, which comes first.
        """
        self._need()
        return self._unchanged(name).numbers(name)

    def figure(self, **options: object) -> Figure:
        """The fit as the command line's ``--figure`` draws it: of a Cox model ``show="hazard-ratios"`` or
        ``"coefficients-over-time"``."""
        self._need()
        return Figure(self._live("figure").figure(fitting.options(**options)))

    def document(
        self, id: str, *, horizons: list[str] | None = None, title: str | None = None,
        endpoint: str | None = None, known_from: str | None = None, source: object = None,
    ) -> bytes:
        """The fit as a model document, which every door scores.

        Parameters
        ----------
        id : str
            Also the name of its file, ``<id>.json``.
        horizons : list of str
            Times of its predictions, as ``["1y", "5y"]``; a Cox model wants them.
        endpoint : str
            As ``"overallSurvival"``.
        known_from : str
            ``"diagnosis"`` or ``"surgery"``: when the covariates are known.
        """
        self._need()
        return self._unchanged("document").document(
            fitting.options(
                id=id, horizons=horizons, title=title, endpoint=endpoint, knownFrom=known_from, source=source))

    def described(self, horizons: list[str]) -> dict[str, Any]:
        """What a document of this kind of model wants to be told."""
        return {}

    def asked_of(self, *names: str) -> dict[str, Any]:
        """Those of the fit's options that say something, for who reads its table again."""
        self._need()
        return {name: self._asked[name] for name in names if self._asked.get(name)}

    def to_model(self, id: str, **description: Any) -> Model:
        """The fit as a :class:`Model`; arguments are those of :meth:`document`."""
        return load_model(self.document(id, **description))

    @property
    def document_(self) -> bytes:
        """The document by which copies predict."""
        self._need()
        if "document_" not in self.__dict__:
            self.__dict__["document_"] = self._unchanged("document").document(
                fitting.options(id="fit", **self._description()))
        document: bytes = self.__dict__["document_"]
        return document

    def _description(self) -> dict[str, Any]:
        return {}

    # Columns

    def _names_of(self, X: Any, is_fit: bool) -> list[str] | None:
        """Names of the columns of X, remembered and checked."""
        names = names_of(X)
        if not is_fit:
            check_names(names, getattr(self, "feature_names_in_", None), type(self).__name__)
            return names
        self.__dict__.pop("feature_names_in_", None)
        if names is not None:
            self.feature_names_in_ = np.asarray(names, dtype=object)
        return names

    def _matrix(self, X: Any, is_fit: bool) -> tuple[Numbers, list[str]]:
        """X as float64, checked; and the names of its columns in a formula."""
        names = self._names_of(X, is_fit)
        matrix = matrix_of(X)
        if is_fit:
            self.n_features_in_ = matrix.shape[1]
        elif matrix.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {matrix.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input")
        refuse_gaps(matrix, type(self).__name__)
        return matrix, names or [f"x{place}" for place in range(matrix.shape[1])]

    def _columns(self, X: Table, is_fit: bool = False) -> dict[str, Numbers]:
        matrix, names = self._matrix(X, is_fit)
        return {name: matrix[:, place] for place, name in enumerate(names)}

    def _table(self, X: Table) -> Any:
        """Rows to predict for."""
        self._need()
        if self.formula is not None:
            return X
        columns = self._columns(X)
        names = getattr(self, "feature_names_in_", None)
        return dict(zip([f"x{place}" for place in range(len(columns))] if names is None else names, columns.values()))

    def _predicted(self, quantity: str, table: Cohort, times: ArrayLike = ()) -> Numbers | None:
        """What the fit at hand predicts; None of a copy."""
        if self._result is None:
            return None
        rows = fitting.Table(table, self.formula, *self._asked.get("levels", ()))
        return self._result.predict(quantity, rows, times)

    def _document_scores(self, table: Cohort, at: list[str] | None = None) -> tuple[Numbers, Numbers]:
        """Linear predictors, and probabilities by time, of the document of a copy.

        Raises
        ------
        FitError
            For a value that the fit does not know, as the fit itself does.
        """
        model = load_model(self.document_, at=at)
        reads = set(model.description["reads"])
        columns = Columns(table, reads, missing=self._missing_texts())
        absent = sorted({each["name"] for each in model.covariates} - set(columns.values))
        if absent:
            raise FitError(f"There is no column {absent[0]!r} in the table to predict for.", "data")
        eta = np.empty(columns.rows)
        probability = np.empty((len(model.description["probabilities"]), columns.rows))
        remark = np.empty(columns.rows, dtype=np.int32)
        account = json.loads(model.score_columns(columns, native.Scores(
            linear_predictor=eta.ctypes.data, probability=probability.ctypes.data, remark=remark.ctypes.data)))
        known = ~columns.without_value()
        for place, each in enumerate(account["remarks"]):
            if each["refusal"] and (known & (remark == place)).any():
                raise FitError(each["refusal"], "data")
        return eta, probability

    def _sum(self, columns: Any) -> Numbers | None:
        """Coefficients times columns, of a copy whose fit has no document; None where it has one."""
        if "_refusal" not in self.__dict__:
            return None
        if self.formula is not None:
            raise ValueError(
                f"a copy of this fit cannot predict, for it has no document: {self.__dict__['_refusal']}")
        products: Numbers = np.column_stack(list(columns.values())) @ np.nan_to_num(self.coef_)
        return products
