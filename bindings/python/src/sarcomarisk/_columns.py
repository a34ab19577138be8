"""Columns of NumPy and pandas in the engine's memory layout, without a copy where theirs is the same."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from ctypes import c_char_p
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

from . import _native as native

if TYPE_CHECKING:
    import pandas

Numbers: TypeAlias = NDArray[np.float64]
#: A value of one patient.
Value: TypeAlias = "str | float | bool | np.generic | Mapping[str, object] | None"
Patient: TypeAlias = "Mapping[str, Value]"
#: A column of a mapping.
Column: TypeAlias = "list[Any] | tuple[Any, ...] | range | NDArray[Any] | pandas.Series[Any]"
#: A structured array is one too.
Cohort: TypeAlias = "pandas.DataFrame | Mapping[str, Column] | NDArray[Any]"


class Columns:
    """The columns of a table that somebody reads.

    Numbers are float64 and contiguous, texts are codes (int32) into a list; whatever is laid out so
    already is passed as it is. Holds what it points to.

    Parameters
    ----------
    names : container of str, optional
        Those that somebody reads; all unless stated.
    unreadable : callable of str, optional
        Whether a column that holds neither numbers nor texts matters; it does unless stated.
    missing : sequence of str
        Further texts that mean missing, and numbers that are written so.

    Attributes
    ----------
    values : dict
        Numbers or codes of each column that is passed.
    levels : dict
        Of each categorical column its categories that occur, in their order; truth values are numbers.
    """

    def __init__(
        self, table: object, names: Container[str] | None = None,
        unreadable: Callable[[str], bool] | None = None, missing: Sequence[str] = (),
    ) -> None:
        self.kept: list[object] = []
        self.rows = 0
        self.index: pandas.Index[Any] | None = None
        self.values: dict[str, NDArray[Any]] = {}
        self.levels: dict[str, list[str]] = {}
        self._missing = missing
        columns: list[native.Column] = []
        first: tuple[str, Any] | None = None
        for name, values in items(table):
            if not hasattr(values, "__len__") or getattr(values, "ndim", 1) != 1:
                raise TypeError(f"the column {name!r} is no column of one dimension")
            if first is None:
                first, self.rows = (name, values), len(values)
            if len(values) != self.rows:
                raise ValueError(
                    f"the column {name!r} has {len(values)} rows, and {first[0]!r} has {self.rows}")
            if hasattr(values, "iloc") and hasattr(first[1], "iloc") and not values.index.equals(first[1].index):
                raise ValueError(
                    f"the columns {first[0]!r} and {name!r} have different indices; make a data frame of them.")
            if names is None or name in names:
                try:
                    columns.append(self._column(name, values))
                except TypeError:
                    if unreadable is None or unreadable(name):
                        raise
        if hasattr(table, "index") and hasattr(table, "columns"):
            self.index = table.index
            self.rows = len(table.index)
        self.array = (native.Column * len(columns))(*columns)

    def _column(self, name: str, values: Any) -> native.Column:
        if isinstance(values, np.ma.MaskedArray):
            values = unmasked(values)
        if getattr(getattr(values, "dtype", None), "kind", None) == "M":
            values = _dates(values)
        category = _categorical(values)
        if category is not None:
            codes, texts = _of_use(
                np.asarray(category.codes), [level_text(name, each) for each in category.categories])
            if not all(isinstance(each, (bool, np.bool_)) for each in category.categories):
                self.levels[name] = texts
        numbers = _numbers(values)
        if numbers is None:
            numbers = of_objects(values)
        if numbers is not None:
            numbers = np.require(numbers, np.float64, ["C", "A"])
            if self._missing:
                numbers = np.where(np.isin(numbers, _as_numbers(self._missing)), np.nan, numbers)
            self.kept.append(numbers)
            self.values[name] = numbers
            return native.Column(_bytes(name, name), numbers.ctypes.data, None, None, 0)
        if category is None:
            codes, texts = _texts(name, values)
        codes = np.require(codes, np.int32, ["C", "A"])
        if self._missing:
            places = [place for place, text in enumerate(texts) if text in self._missing]
            codes = np.where(np.isin(codes, places), np.int32(-1), codes)
        array = (c_char_p * len(texts))(*[_bytes(name, text) for text in texts])
        self.kept += [codes, array]
        self.values[name] = codes
        return native.Column(_bytes(name, name), None, codes.ctypes.data, array, len(texts))

    def sample(self) -> list[NDArray[Any]]:
        """Some thousand rows of each column, by which a change of whole columns is seen."""
        return [values[:: max(len(values) // 1000, 1)].copy() for values in self.values.values()]

    def without_value(self) -> NDArray[np.bool_]:
        """Whether a row has no value in one of the columns."""
        found = np.zeros(self.rows, dtype=bool)
        for values in self.values.values():
            found |= _without_value(values)
        return found


def _without_value(values: NDArray[Any]) -> NDArray[np.bool_]:
    """NaN, and codes that stand for none."""
    found: NDArray[np.bool_] = np.isnan(values) if values.dtype.kind == "f" else values < 0
    return found


def is_patient(table: object) -> TypeGuard[Patient]:
    """Whether names have single values, and not columns of them."""
    if not isinstance(table, Mapping):
        return False
    for value in table.values():
        if not (value is None or isinstance(value, (str, int, float, Mapping, np.generic))):
            if hasattr(value, "__len__") and getattr(value, "ndim", 1) > 0:
                return False
    return True


def items(table: Any) -> Iterable[tuple[str, Any]]:
    """Names and columns of a cohort."""
    if isinstance(table, Mapping) or (hasattr(table, "columns") and hasattr(table, "items")):
        return ((str(name), values) for name, values in table.items())
    names = getattr(getattr(table, "dtype", None), "names", None)
    if names:
        return ((name, table[name]) for name in names)
    raise TypeError(
        "a cohort is a DataFrame, a mapping of names to columns, or a structured array, not "
        f"{type(table).__name__}")


def is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, NaT, or the NA of pandas, which is neither equal nor unequal to itself."""
    if value is None:
        return True
    differs = value != value
    if isinstance(differs, (bool, np.bool_)):
        return bool(differs)
    return type(value).__name__ == "NAType"


def unmasked(values: np.ma.MaskedArray[Any, Any]) -> NDArray[Any]:
    """What is masked is missing."""
    numbers = values.dtype.kind in "biuf"
    filled: NDArray[Any] = np.array(values.astype(np.float64 if numbers else object))
    filled[np.ma.getmaskarray(values)] = np.nan if numbers else None
    return filled


def _bytes(name: str, text: str) -> bytes:
    if "\0" in text:
        raise ValueError(f"a text of the column {name!r} holds a null character.")
    return text.encode()


def _as_numbers(texts: Sequence[str]) -> list[float]:
    found = []
    for text in texts:
        try:
            found.append(float(text))
        except ValueError:
            continue
    return found


def _numbers(values: Any) -> NDArray[Any] | None:
    """Values as numbers, NaN where missing; None where they are none."""
    category = _categorical(values)
    if category is not None:
        categories = np.asarray(category.categories)
        numbers = categories if categories.dtype.kind in "biuf" else of_objects(categories)
        return None if numbers is None else np.append(numbers.astype(np.float64), np.nan)[category.codes]
    kind = getattr(getattr(values, "dtype", None), "kind", None)
    if kind is None:
        values = np.asarray(values)
        kind = values.dtype.kind
    if kind not in "biuf":
        return None
    if isinstance(values, np.ndarray):
        return values
    if isinstance(values.dtype, np.dtype):
        return np.asarray(values)
    return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))


def _dates(values: Any) -> NDArray[np.object_]:
    """Days as the engine reads them, 2026-11-28."""
    days = np.datetime_as_string(np.asarray(values, dtype="datetime64[D]"))
    texts: NDArray[np.object_] = days.astype(object)
    texts[days == "NaT"] = None
    return texts


def of_objects(values: Any) -> Numbers | None:
    """Objects that are numbers or truth values, and missing ones, as numbers; None where one is neither."""
    if getattr(getattr(values, "dtype", None), "kind", None) != "O" or _categorical(values) is not None:
        return None
    numbers = np.empty(len(values))
    for row, value in enumerate(values):
        if isinstance(value, (int, float, np.integer, np.floating, np.bool_)):
            numbers[row] = value
        elif is_missing(value):
            numbers[row] = np.nan
        else:
            return None
    return numbers


def _of_use(codes: NDArray[Any], texts: list[str]) -> tuple[NDArray[Any], list[str]]:
    """Codes into the texts that occur, which keep their order."""
    used = np.bincount(codes[codes >= 0], minlength=len(texts)) > 0
    if used.all():
        return codes, texts
    # The last is the place of rows without a text, whose code is -1.
    places = np.append(np.cumsum(used, dtype=np.int32) - 1, np.int32(-1)).astype(np.int32)
    return places[codes], [text for text, occurs in zip(texts, used) if occurs]


def _categorical(values: Any) -> Any:
    """What has codes and categories, of a series or by itself; None of other columns."""
    category = getattr(values, "cat", values)
    return category if hasattr(category, "codes") and hasattr(category, "categories") else None


def _texts(name: str, values: Any) -> tuple[NDArray[Any], list[str]]:
    """Codes, negative where missing, and the texts that they stand for."""
    if hasattr(values, "factorize") and hasattr(values, "index"):
        codes, levels = values.factorize()
        return codes, [level_text(name, level) for level in levels]
    codes = np.empty(len(values), dtype=np.int32)
    places: dict[str, int] = {}
    for row, value in enumerate(values):
        codes[row] = -1 if is_missing(value) else places.setdefault(level_text(name, value), len(places))
    return codes, list(places)


def level_text(name: str, value: object) -> str:
    """A value of a column of texts."""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    # An interval is what pandas.cut makes a category.
    if isinstance(value, (str, int, float, np.integer, np.floating)) or type(value).__name__ == "Interval":
        return str(value)
    raise TypeError(f"the column {name!r} holds {type(value).__name__}, and neither numbers nor texts")
