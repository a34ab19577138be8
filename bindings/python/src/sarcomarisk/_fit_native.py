"""``libsarcomafit`` as its header declares it, loaded when somebody fits."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import threading
import weakref
from ctypes import CDLL, POINTER, byref, c_char_p, c_size_t, c_uint32, c_void_p, string_at
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import _native as native
from ._columns import Columns, Numbers
from ._errors import fit_error

ABI_VERSION = 1
#: Numbers that stand column by column, one a coefficient.
_MATRICES = {
    "covariance", "naiveCovariance", "dfbeta", "dfbetas", "score", "schoenfeld", "scaledSchoenfeld",
}


@functools.cache
def library() -> CDLL:
    path = os.environ.get("SARCOMA_FIT_LIBRARY") or os.path.join(native.FOLDER, "libsarcomafit.so")
    try:
        library = CDLL(path)
    except OSError as reason:
        raise ImportError(
            f"fits need OpenBLAS and LAPACKE of the system (Debian: libopenblas0 liblapacke): {reason}"
        ) from None
    text = POINTER(native.Text)
    functions = {
        "table_open": [c_uint32, POINTER(native.Column), c_size_t, c_size_t, POINTER(c_void_p)],
        "table_close": [c_void_p],
        "cox": [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(c_void_p)],
        "logistic": [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(c_void_p)],
        "curves": [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(c_void_p)],
        "validate": [
            c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p),
        ],
        "update": [
            c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p),
        ],
        "anova": [
            c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p),
        ],
        "report": [c_void_p, c_char_p, text],
        "numbers": [c_void_p, c_char_p, c_void_p, c_size_t, POINTER(c_size_t)],
        "predict": [c_void_p, c_char_p, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t],
        "document": [c_void_p, c_char_p, c_size_t, text],
        "figure": [c_void_p, c_char_p, c_size_t, text],
        "result_close": [c_void_p],
    }
    for name, arguments in functions.items():
        getattr(library, "sarcoma_fit_" + name).argtypes = arguments
    library.sarcoma_fit_last_error.restype = native.Failure
    library.sarcoma_fit_interrupt.restype = None
    library.sarcoma_fit_text_free.argtypes = [text]
    library.sarcoma_fit_text_free.restype = None
    return library


def call(name: str, *arguments: object) -> None:
    """Calls a function, and raises what its status says has failed."""
    status = getattr(library(), "sarcoma_fit_" + name)(*arguments)
    if status:
        failure = library().sarcoma_fit_last_error()
        raise fit_error(
            status, failure.message.decode(), failure.code.decode(), failure.pointer.decode())


def _call_interruptibly(name: str, *arguments: object) -> None:
    """:func:`call` of what may resample for minutes: Ctrl-C ends it.

    Python looks at a signal once its main thread is back from C, so the call is made on another one.
    """
    if threading.current_thread() is not threading.main_thread():
        return call(name, *arguments)
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            call(name, *arguments)
        except BaseException as failure:
            failures.append(failure)
        done.set()

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        done.wait()
    except BaseException:
        # It reads columns that are freed afterwards, and may be just before its call, which then would not
        # notice: say it until it ends.
        while not done.is_set():
            library().sarcoma_fit_interrupt()
            with contextlib.suppress(KeyboardInterrupt):
                done.wait(0.02)
        raise
    finally:
        worker.join()
    for failure in failures:
        raise failure


def _text(name: str, *arguments: object) -> bytes:
    place = native.Text()
    call(name, *arguments, byref(place))
    try:
        return string_at(place.bytes, place.length)
    finally:
        library().sarcoma_fit_text_free(byref(place))


def options(**members: Any) -> bytes:
    """Options as the header wants them, in camel case: those that say something."""
    if isinstance(members.get("missing"), str):
        members["missing"] = [members["missing"]]
    stated = {
        re.sub(r"_(\w)", lambda found: found.group(1).upper(), name): value
        for name, value in members.items()
        if value is not None and not (isinstance(value, (list, dict)) and not value)
    }
    return json.dumps(stated, allow_nan=False, default=_plain).encode()


def _plain(value: Any) -> object:
    """NumPy's scalars and arrays, of which a search has many, as JSON has them."""
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    raise TypeError(f"an option is {type(value).__name__}, which JSON does not know.")


class Table:
    """Columns that fits are made of, read where they lie.

    ``used`` holds the texts that name columns: one that no text names may hold anything.
    """

    def __init__(self, table: object, *used: object) -> None:
        words = " ".join(str(each) for each in used)
        self.columns = Columns(table, unreadable=lambda name: name in words)
        handle = c_void_p()
        call(
            "table_open", ABI_VERSION, self.columns.array, len(self.columns.array), self.columns.rows,
            byref(handle))
        self.handle = handle.value
        weakref.finalize(self, library().sarcoma_fit_table_close, self.handle)

    @property
    def rows(self) -> int:
        return self.columns.rows


class Result:
    """A fit, curves, a validation, an update, or tests."""

    def __init__(
        self, name: str, table: Table | None, *arguments: object, is_long: bool = False,
    ) -> None:
        handle = c_void_p()
        (_call_interruptibly if is_long else call)(name, table and table.handle, *arguments, byref(handle))
        self.handle = handle.value
        # Its numbers lie in the table's columns.
        self.table = table
        weakref.finalize(self, library().sarcoma_fit_result_close, self.handle)

    def report(self, format: str) -> str:
        return _text("report", self.handle, format.encode()).decode()

    def numbers(self, name: str) -> Numbers:
        count = c_size_t()
        call("numbers", self.handle, name.encode(), None, 0, byref(count))
        numbers = np.empty(count.value)
        if count.value:
            call("numbers", self.handle, name.encode(), numbers.ctypes.data, count.value, byref(count))
        if name not in _MATRICES:
            return numbers
        columns = self.numbers("coefficients").size
        return numbers.reshape(columns, numbers.size // max(columns, 1)).T

    def predict(self, quantity: str, table: Table, times: ArrayLike = ()) -> Numbers:
        times = np.ascontiguousarray(times, dtype=np.float64)
        numbers = np.empty((max(len(times), 1), table.rows))
        call(
            "predict", self.handle, quantity.encode(), table.handle,
            times.ctypes.data if len(times) else None, len(times), numbers.ctypes.data, numbers.size)
        return numbers.T if len(times) else numbers[0]

    def document(self, description: bytes | None) -> bytes:
        return _text("document", self.handle, description, len(description or b""))

    def figure(self, options: bytes) -> str:
        return _text("figure", self.handle, options, len(options)).decode()
