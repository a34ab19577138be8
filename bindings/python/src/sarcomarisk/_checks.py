"""What scikit-learn's users expect of X, y and weights, and the formula that columns without one have."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._columns import Columns, Numbers, is_missing, of_objects, unmasked

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._]*\Z")


def of_scikit_learn(name: str, otherwise: type[Exception]) -> Any:
    """The exception or warning that scikit-learn's users expect, where they use it."""
    return getattr(sys.modules.get("sklearn.exceptions"), name, otherwise)


def names_of(X: Any) -> list[str] | None:
    """Names of the columns of a data frame; None where they are no texts."""
    if not hasattr(X, "columns") or isinstance(X, Mapping):
        return None
    names = list(X.columns)
    twice = sorted({str(each) for each in names if names.count(each) > 1})
    if twice:
        raise ValueError(f"two columns of X are named {twice[0]!r}; rename one of them.")
    return names if all(isinstance(each, str) for each in names) else None


def check_names(names: list[str] | None, fitted: NDArray[np.object_] | None, estimator: str) -> None:
    """Holds the names of columns against those of the fit, in scikit-learn's words."""
    if names is None and fitted is None:
        return
    if fitted is None:
        warnings.warn(f"X has feature names, but {estimator} was fitted without feature names", stacklevel=5)
        return
    if names is None:
        warnings.warn(
            f"X does not have valid feature names, but {estimator} was fitted with feature names", stacklevel=5)
        return
    if list(fitted) == names:
        return
    known, found = set(fitted), set(names)
    message = "The feature names should match those that were passed during fit.\n"
    for heading, those in (
        ("Feature names unseen at fit time", found - known),
        ("Feature names seen at fit time, yet now missing", known - found),
    ):
        if those:
            message += f"{heading}:\n" + "".join(f"- {each}\n" for each in sorted(those))
    if known == found:
        message += "Feature names must be in the same order as they were in fit.\n"
    raise ValueError(message)


def matrix_of(X: Any) -> Numbers:
    """X as float64, in two dimensions."""
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        raise TypeError(
            "Sparse data was passed, but dense data is required. Use '.toarray()' to convert to a dense array.")
    if isinstance(X, Mapping):
        raise TypeError("without a formula X is a data frame or an array, and no mapping; name a formula.")
    if hasattr(X, "dtypes") and hasattr(X, "columns"):
        for place, kind in enumerate(X.dtypes):
            if kind.kind not in "biuf" and of_objects(X.iloc[:, place]) is None:
                raise ValueError(
                    f"the column {X.columns[place]!r} holds no numbers; name it in a formula, which knows factors.")
        X = X.to_numpy(dtype=np.float64, na_value=np.nan)
    matrix = unmasked(X) if isinstance(X, np.ma.MaskedArray) else np.asarray(X)
    if matrix.dtype.kind == "c":
        raise ValueError("Complex data not supported")
    if matrix.dtype.kind in "mM":
        raise ValueError("X holds dates or spans of time, and no numbers.")
    if matrix.dtype != np.float64:
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
    return matrix


def refuse_gaps(matrix: Numbers, estimator: str) -> None:
    """A matrix has rows and columns, and a finite number in each."""
    for count, what in zip(matrix.shape, ("sample", "feature")):
        if count == 0:
            raise ValueError(
                f"Found array with 0 {what}(s) (shape={matrix.shape}) while a minimum of 1 is required.")
    if not np.isfinite(matrix.sum()) and not np.isfinite(matrix).all():
        found = "NaN" if np.isnan(matrix).any() else "infinity"
        raise ValueError(
            f"Input X contains {found}.\n{estimator} leaves out rows with missing values "
            "when it is given a data frame and a formula.")


def quoted(name: str) -> str:
    """A column's name in a formula."""
    if _PLAIN.match(name):
        return name
    if "`" in name:
        raise ValueError(f"the column {name!r} has a backtick in its name; rename it.")
    return f"`{name}`"


def is_named(name: str, formula: str) -> bool:
    """Whether a formula names a column."""
    return f"`{name}`" in formula or re.search(
        rf"(?<![\w.`]){re.escape(name)}(?![\w.`])", formula) is not None


def terms_of(formula: str) -> str:
    """What is right of the tilde, but for clusters, which only say who belongs together."""
    return re.sub(r"\bcluster\([^)]*\)", "", formula.split("~", 1)[-1])


def texts_of(missing: Any) -> list[str]:
    """Texts that mean missing, of which there may be one, several, or none."""
    if missing is None:
        return []
    return [missing] if isinstance(missing, str) else list(missing)


def levels_of(columns: Columns, terms: str, missing: Sequence[str]) -> dict[str, list[str]]:
    """The order of the levels of categorical columns that terms name: that of their categories."""
    return {
        name: [level for level in levels if level not in missing]
        for name, levels in columns.levels.items() if is_named(name, terms)
    }


def unused(name: str, columns: Iterable[str]) -> str:
    """A name for a column beside others, none of which it stands for."""
    taken = set(columns)
    while name in taken:
        name += "_"
    return name


def formula_of(left: str, names: Iterable[str]) -> str:
    """The sum of all columns."""
    return f"{left} ~ {' + '.join(quoted(name) for name in names)}"


def checked_weights(sample_weight: ArrayLike | None, rows: int) -> Numbers | None:
    """Case weights as a column; None for none."""
    if sample_weight is None:
        return None
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.ndim == 0:
        weights = np.full(rows, float(weights))
    if weights.shape != (rows,):
        raise ValueError(f"sample_weight has the shape {weights.shape}, and X {rows} rows.")
    if not np.isfinite(weights).all():
        raise ValueError(f"Input sample_weight contains {'NaN' if np.isnan(weights).any() else 'infinity'}.")
    if not weights.any():
        raise ValueError("the sample weights are all zero, so that nothing counts.")
    return weights


def no_weights_beside_a_formula(sample_weight: object) -> None:
    """A formula's weights are a column of its table."""
    if sample_weight is not None:
        raise ValueError("with a formula case weights are a column of the table; name it in 'weights'.")


def one_column(y: NDArray[Any]) -> NDArray[Any]:
    """A column as an array of one dimension, with scikit-learn's warning."""
    if y.ndim != 2 or y.shape[1] != 1:
        return y
    warnings.warn(
        "A column-vector y was passed when a 1d array was expected.",
        of_scikit_learn("DataConversionWarning", UserWarning), stacklevel=4)
    column: NDArray[Any] = y[:, 0]
    return column


def known_outcome(y: Any) -> NDArray[Any]:
    """An outcome as an array of which nothing is missing."""
    values = np.asarray(y)
    if values.dtype.kind == "c":
        raise ValueError("Complex data not supported")
    blank = isinstance(y, np.ma.MaskedArray) and any(
        np.ma.getmaskarray(y[name] if name else y).any() for name in y.dtype.names or [""])
    if blank or (values.dtype.kind == "O" and any(is_missing(each) for each in values.ravel())):
        raise ValueError("Input y contains NaN: an outcome is never missing here.")
    return values
