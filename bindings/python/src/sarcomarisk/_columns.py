"""Columns of NumPy and pandas in the engine's memory layout, without a copy where theirs is the same."""

from __future__ import annotations

from collections.abc import Mapping
from ctypes import c_char_p

import numpy as np

from . import _native as native


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
    """

    def __init__(self, table, names=None, unreadable=None):
        self.kept = []
        self.rows = None
        self.index = None
        columns = []
        for name, values in _items(table):
            name = str(name)
            if not hasattr(values, "__len__") or getattr(values, "ndim", 1) != 1:
                raise TypeError(f"the column {name!r} is no column of one dimension")
            if self.rows is None:
                first, self.rows = name, len(values)
            if len(values) != self.rows:
                raise ValueError(
                    f"the column {name!r} has {len(values)} rows, and {first!r} has {self.rows}")
            if names is None or name in names:
                try:
                    columns.append(self._column(name, values))
                except TypeError:
                    if unreadable is None or unreadable(name):
                        raise
        if hasattr(table, "index") and hasattr(table, "columns"):
            self.rows, self.index = len(table), table.index
        self.rows = self.rows or 0
        self.array = (native.Column * len(columns))(*columns)

    def _column(self, name, values):
        if getattr(getattr(values, "dtype", None), "kind", None) == "M":
            values = _dates(values)
        numbers = _numbers(values)
        if numbers is None:
            numbers = _of_objects(values)
        if numbers is not None:
            numbers = np.ascontiguousarray(numbers, dtype=np.float64)
            self.kept.append(numbers)
            return native.Column(name.encode(), numbers.ctypes.data, None, None, 0)
        codes, texts = _texts(name, values)
        codes = np.ascontiguousarray(codes, dtype=np.int32)
        table = (c_char_p * len(texts))(*[text.encode() for text in texts])
        self.kept += [codes, table]
        return native.Column(name.encode(), None, codes.ctypes.data, table, len(texts))


def is_patient(table) -> bool:
    """Whether names have single values, and not columns of them."""
    return isinstance(table, Mapping) and all(
        value is None or isinstance(value, (str, int, float, Mapping, np.generic))
        for value in table.values())


def _items(table):
    if isinstance(table, Mapping):
        return table.items()
    if hasattr(table, "columns") and hasattr(table, "items"):
        return table.items()
    names = getattr(getattr(table, "dtype", None), "names", None)
    if names:
        return ((name, table[name]) for name in names)
    raise TypeError(
        "a cohort is a DataFrame, a mapping of names to columns, or a structured array, not "
        f"{type(table).__name__}")


def _numbers(values):
    """Values as numbers, NaN where missing; None where they are none."""
    kind = getattr(getattr(values, "dtype", None), "kind", None)
    if kind is None:
        values = np.asarray(values)
        kind = values.dtype.kind
    if not isinstance(values, np.ndarray):
        if not isinstance(values.dtype, np.dtype) and kind in "biuf":
            return values.to_numpy(dtype=np.float64, na_value=np.nan)
        if kind in "biuf":
            return values.to_numpy()
        return None
    return values if kind in "biuf" else None


def _dates(values):
    """Days as the engine reads them, 2026-11-28."""
    days = np.datetime_as_string(np.asarray(values, dtype="datetime64[D]"))
    return np.where(days == "NaT", None, days.astype(object))


def _of_objects(values):
    """Objects that are numbers, and None for missing, as numbers; None where one is no number."""
    if getattr(getattr(values, "dtype", None), "kind", None) != "O":
        return None
    numbers = np.empty(len(values))
    for row, value in enumerate(values):
        if value is None:
            numbers[row] = np.nan
        elif isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
            numbers[row] = value
        elif value != value:
            numbers[row] = np.nan
        else:
            return None
    return numbers


def _texts(name, values):
    """Codes, negative where missing, and the texts that they stand for."""
    category = getattr(values, "cat", None)
    if category is not None:
        return category.codes.to_numpy(), [_text(name, level) for level in category.categories]
    if hasattr(values, "factorize") and hasattr(values, "index"):
        codes, levels = values.factorize()
        return codes, [_text(name, level) for level in levels]
    codes = np.empty(len(values), dtype=np.int32)
    places: dict[str, int] = {}
    for row, value in enumerate(values):
        missing = value is None or value != value
        codes[row] = -1 if missing else places.setdefault(_text(name, value), len(places))
    return codes, list(places)


def _text(name, value) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float, np.integer, np.floating)):
        return str(value)
    raise TypeError(f"the column {name!r} holds {type(value).__name__}, and neither numbers nor texts")
