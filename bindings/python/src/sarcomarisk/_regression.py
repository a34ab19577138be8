"""What Cox and logistic regression have in common as estimators.

Parameters, cloning and checks follow scikit-learn's conventions (Buitinck et al. 2013, arXiv:1309.0238)
without importing it: whoever fits a data frame by a formula does not need it.
"""

from __future__ import annotations

import html
import inspect
import json
import re
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from . import _fit_native as fitting
from ._model import Model, load_model

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._]*\Z")


class NotFitted(ValueError, AttributeError):
    """A question to a model that was not fitted."""


def not_fitted(estimator):
    """The exception that scikit-learn's users expect, where they use it."""
    try:
        import sys

        kind = sys.modules["sklearn.exceptions"].NotFittedError
    except KeyError:
        kind = NotFitted
    return kind(
        f"This {type(estimator).__name__} instance is not fitted yet; call 'fit' with data before using it.")


class Regression:
    """A model that is fitted to a table, by a formula or to columns."""

    _kind: ClassVar[str]
    #: Options of the engine by the parameter's name.
    _engine: ClassVar[dict]

    # Parameters

    @classmethod
    def _names(cls):
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict:
        """The parameters by name."""
        return {name: getattr(self, name) for name in self._names()}

    def set_params(self, **parameters):
        """Sets parameters by name.

        Raises
        ------
        ValueError
            For a name that is none.
        """
        for name, value in parameters.items():
            if name not in self._names():
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self!r}. Valid parameters are: {self._names()!r}.")
            setattr(self, name, value)
        return self

    def __repr__(self):
        signature = inspect.signature(type(self).__init__).parameters
        stated = [
            f"{name}={value!r}" for name, value in self.get_params().items()
            if value is not signature[name].default
        ]
        return f"{type(self).__name__}({', '.join(stated)})"

    def __sklearn_is_fitted__(self):
        return hasattr(self, "coef_")

    def _tags(self):
        from sklearn.utils import InputTags, Tags, TargetTags

        return Tags(
            estimator_type=None, target_tags=TargetTags(required=self.formula is None),
            input_tags=InputTags(), transformer_tags=None, classifier_tags=None, regressor_tags=None)

    # Copies go by document

    def __getstate__(self):
        state = dict(self.__dict__)
        if state.pop("_result", None) is None:
            return state
        try:
            state["document_"] = self.document_
        except fitting.FitErrors as refusal:
            # A fit without a maximum or with effects over time has no document; its numbers remain.
            state["_refusal"] = str(refusal)
        if self.n_obs_ <= 100_000:
            state |= {"_report": self.report_, "_summary": self.summary()}
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._result = None

    # Fitting

    def _fit(self, table, formula, extra=None):
        members = {
            engine: getattr(self, name) for name, engine in self._engine.items()
            if getattr(self, name) is not inspect.signature(type(self).__init__).parameters[name].default
        }
        self._asked = {**members, **(extra or {})}
        options = fitting.options(**self._asked)
        for name in ("document_", "_summary", "_report", "_brief", "_refusal", "_means"):
            self.__dict__.pop(name, None)
        self._result = fitting.Result(
            self._kind, table, formula.encode(), options, len(options))
        self.formula_ = formula
        self.n_obs_ = table.rows
        self.coef_ = self._result.numbers("coefficients")
        self.standard_errors_ = self._result.numbers("standardErrors")
        self.converged_ = bool(self._result.numbers("converged")[0])
        if not self.converged_:
            import warnings

            reason = self._said["convergence"]["reason"]
            warnings.warn(
                f"the search did not end at a maximum: {reason}", ConvergenceWarning(), stacklevel=3)
        return self

    def _need(self):
        if not hasattr(self, "coef_"):
            raise not_fitted(self)

    # What was fitted

    @property
    def covariance_(self) -> np.ndarray:
        """Covariance of the coefficients, p x p."""
        self._need()
        if "_covariance" not in self.__dict__:
            p = len(self.coef_)
            self._covariance = self._live("covariance").numbers("covariance").reshape(p, p)
        return self._covariance

    @property
    def report_(self) -> dict:
        """The fit as the command line's ``--format json`` gives it."""
        self._need()
        if "_report" not in self.__dict__:
            self._report = json.loads(self._whole("report").report("json"))
        return self._report

    @property
    def warnings_(self) -> list[str]:
        """What is worth knowing of a fit that did succeed, such as separation."""
        return [each["message"] for each in self._said["warnings"]]

    @property
    def terms_(self) -> list[str]:
        """Names of the coefficients, as R's."""
        return [each["term"] for each in self._said["coefficients"]]

    @property
    def _said(self) -> dict:
        """The report, or as much of it as needs no second fit."""
        self._need()
        if "_report" in self.__dict__:
            return self._report
        if "_brief" not in self.__dict__:
            self._brief = json.loads(self._live("report").report("json"))
        return self._brief

    def summary(self) -> str:
        """The fit in the words of the command line."""
        self._need()
        if "_summary" not in self.__dict__:
            self._summary = self._whole("summary").report("text")
        return self._summary

    def _whole(self, what: str, **more) -> fitting.Result:
        """The fit with what takes time and few ask for."""
        asked = fitting.options(**{name: value for name, value in self._asked.items() if name != "phTest"}, **more)
        live = self._live(what)
        if not more and "phTest" not in self._asked:
            return live
        return fitting.Result(self._kind, live.table, self.formula_.encode(), asked, len(asked))

    def _repr_html_(self):
        if not hasattr(self, "coef_"):
            return f"<code>{html.escape(repr(self))}</code>"
        return f"<pre>{html.escape(self.summary())}</pre>"

    def _live(self, what: str) -> fitting.Result:
        if self._result is None:
            raise ValueError(
                f"the {what} of a copy was not kept; ask for it before copying, or fit again.")
        return self._result

    def numbers(self, name: str) -> np.ndarray:
        """Numbers of the fit by name, as ``"martingale"``: those that ``sarcoma_fit_numbers`` lists."""
        self._need()
        return self._live(name).numbers(name)

    def figure(self, **options):
        """The fit as the command line's ``--figure`` draws it."""
        from ._answers import Figure

        self._need()
        return Figure(self._live("figure").figure(fitting.options(**options)))

    def document(self, id: str, *, horizons=None, title=None, endpoint=None, known_from=None, source=None) -> bytes:
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
        return self._live("document").document(
            fitting.options(
                id=id, horizons=horizons, title=title, endpoint=endpoint, knownFrom=known_from, source=source))

    def described(self, horizons) -> dict:
        """What a document of this kind of model wants to be told."""
        return {}

    def asked_of_rows(self) -> dict:
        """The options that say which rows and what levels, for whoever fits or validates again."""
        self._need()
        return {name: self._asked[name] for name in ("levels", "where", "missing", "cluster") if self._asked.get(name)}

    def to_model(self, id: str, **description) -> Model:
        """The fit as a :class:`Model`; arguments are those of :meth:`document`."""
        return load_model(self.document(id, **description))

    @property
    def document_(self) -> bytes:
        """The document by which copies predict."""
        self._need()
        if "document_" not in self.__dict__:
            self.__dict__["document_"] = self._live("document").document(
                fitting.options(id="fit", **self._description()))
        return self.__dict__["document_"]

    def _description(self):
        return {}

    # Columns

    def _names_of(self, X, is_fit: bool):
        """Names of the columns of X, remembered and checked as scikit-learn does."""
        names = None
        if hasattr(X, "columns") and not isinstance(X, Mapping):
            names = [each for each in X.columns]
            if not all(isinstance(each, str) for each in names):
                names = None
        if is_fit:
            self.__dict__.pop("feature_names_in_", None)
            if names is not None:
                self.feature_names_in_ = np.asarray(names, dtype=object)
        elif names is not None and hasattr(self, "feature_names_in_"):
            if list(self.feature_names_in_) != names:
                known, found = set(self.feature_names_in_), set(names)
                message = (
                    "The feature names should match those that were passed during fit.\n")
                if found - known:
                    message += "Feature names unseen at fit time:\n" + "".join(
                        f"- {each}\n" for each in sorted(found - known))
                if known - found:
                    message += "Feature names seen at fit time, yet now missing:\n" + "".join(
                        f"- {each}\n" for each in sorted(known - found))
                if known == found:
                    message += "Feature names must be in the same order as they were in fit.\n"
                raise ValueError(message)
        elif names is not None:
            import warnings

            warnings.warn(
                f"X has feature names, but {type(self).__name__} was fitted without feature names",
                stacklevel=4)
        elif hasattr(self, "feature_names_in_"):
            import warnings

            warnings.warn(
                f"X does not have valid feature names, but {type(self).__name__} was fitted with feature names",
                stacklevel=4)
        return names

    def _matrix(self, X, is_fit: bool):
        """X as float64, checked; and the names of its columns in a formula."""
        names = self._names_of(X, is_fit)
        if hasattr(X, "toarray") and hasattr(X, "nnz"):
            raise TypeError(
                "Sparse data was passed, but dense data is required. Use '.toarray()' to convert to a dense array.")
        if hasattr(X, "dtypes") and hasattr(X, "columns"):
            for name, kind in zip(X.columns, X.dtypes):
                if getattr(kind, "kind", "O") not in "biuf":
                    raise ValueError(
                        f"the column {name!r} holds no numbers; name it in a formula, which knows factors.")
        matrix = np.asarray(X)
        if matrix.dtype.kind == "c":
            raise ValueError("Complex data not supported")
        if matrix.dtype.kind not in "biuf" or matrix.dtype != np.float64:
            try:
                matrix = matrix.astype(np.float64)
            except (TypeError, ValueError) as reason:
                if isinstance(reason, TypeError):
                    raise TypeError(f"argument must be a string or a number: {reason}") from None
                raise ValueError(f"could not convert X to numbers: {reason}") from None
        if matrix.ndim != 2:
            raise ValueError(
                f"Expected 2D array, got {matrix.ndim}D array instead. Reshape your data either using "
                "array.reshape(-1, 1) if it has a single feature or array.reshape(1, -1) if it contains a single sample.")
        if is_fit:
            self.n_features_in_ = matrix.shape[1]
        elif matrix.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {matrix.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input")
        for count, what in zip(matrix.shape, ("sample", "feature")):
            if count == 0:
                raise ValueError(
                    f"Found array with 0 {what}(s) (shape={matrix.shape}) while a minimum of 1 is required.")
        if not np.isfinite(matrix.sum()) and not np.isfinite(matrix).all():
            found = "NaN" if np.isnan(matrix).any() else "infinity"
            raise ValueError(
                f"Input X contains {found}.\n{type(self).__name__} leaves out rows with missing values "
                "when it is given a data frame and a formula.")
        return matrix, names or [f"x{place}" for place in range(matrix.shape[1])]

    def _columns(self, X, is_fit: bool = False) -> dict:
        matrix, names = self._matrix(X, is_fit)
        return {name: matrix[:, place] for place, name in enumerate(names)}

    def _table(self, X) -> fitting.Table:
        """Rows to predict for."""
        self._need()
        if self.formula is None:
            columns = self._columns(X)
            if hasattr(self, "feature_names_in_"):
                columns = dict(zip(self.feature_names_in_, columns.values()))
            else:
                columns = {f"x{place}": values for place, values in enumerate(columns.values())}
            return columns
        return X

    def _document_model(self, at=None) -> Model:
        return load_model(self.document_, at=at)

    def _sum(self, columns):
        """Coefficients times columns, of a copy whose fit has no document; None where it has one."""
        if "_refusal" not in self.__dict__:
            return None
        if self.formula is not None:
            raise ValueError(f"a copy of this fit cannot predict, for it has no document: {self._refusal}")
        return np.column_stack(list(columns.values())) @ np.nan_to_num(self.coef_)


def quoted(name: str) -> str:
    """A column's name in a formula."""
    if _PLAIN.match(name):
        return name
    if "`" in name:
        raise ValueError(f"the column {name!r} has a backtick in its name; rename it.")
    return f"`{name}`"


def formula_of(left: str, names) -> str:
    """The sum of all columns."""
    return f"{left} ~ {' + '.join(quoted(name) for name in names)}"


def checked_weights(sample_weight, rows: int):
    """Case weights as a column; None for none."""
    if sample_weight is None:
        return None
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.ndim == 0:
        weights = np.full(rows, float(weights))
    if weights.shape != (rows,):
        raise ValueError(f"sample_weight has the shape {weights.shape}, and X {rows} rows.")
    if not weights.any():
        raise ValueError("the sample weights are all zero, so that nothing counts.")
    return weights


def ConvergenceWarning():
    """The warning that scikit-learn's users expect, where they use it."""
    import sys

    module = sys.modules.get("sklearn.exceptions")
    return module.ConvergenceWarning if module else RuntimeWarning
