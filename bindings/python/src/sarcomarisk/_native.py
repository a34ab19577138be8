"""``libsarcoma`` as its header declares it."""

from __future__ import annotations

import os
from ctypes import (
    CDLL, POINTER, Structure, byref, c_char_p, c_size_t, c_uint32, c_void_p, string_at,
)
from typing import Any

from ._errors import error

ABI_VERSION = 1
FOLDER = os.path.dirname(os.path.abspath(__file__))


class Failure(Structure):
    _fields_ = [("message", c_char_p), ("code", c_char_p), ("pointer", c_char_p)]


class Text(Structure):
    _fields_ = [("bytes", c_void_p), ("length", c_size_t)]


class File(Structure):
    _fields_ = [("name", c_char_p), ("bytes", c_char_p), ("length", c_size_t)]


class Column(Structure):
    _fields_ = [
        ("name", c_char_p), ("numbers", c_void_p), ("codes", c_void_p), ("texts", POINTER(c_char_p)),
        ("text_count", c_size_t),
    ]


class Scores(Structure):
    _fields_ = [
        (name, c_void_p)
        for name in (
            "linear_predictor", "total_points", "probability", "lower", "upper", "category", "remark",
        )
    ]


class Benefits(Structure):
    _fields_ = [
        (name, c_void_p)
        for name in (
            "survival_without", "survival_with", "benefit_lower", "benefit_upper", "eligible", "remark",
        )
    ]


def _load() -> CDLL:
    path = os.environ.get("SARCOMA_LIBRARY") or os.path.join(FOLDER, "libsarcoma.so")
    library = CDLL(path)
    functions = {
        "sarcoma_library_open": [c_uint32, c_char_p, POINTER(File), c_size_t, POINTER(c_void_p)],
        "sarcoma_library_close": [c_void_p],
        "sarcoma_ask": [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(Text)],
        "sarcoma_scorer_open": [c_void_p, c_char_p, c_char_p, c_char_p, POINTER(c_void_p)],
        "sarcoma_scorer_close": [c_void_p],
        "sarcoma_scorer_describe": [c_void_p, POINTER(Text)],
        "sarcoma_encode": [c_void_p, c_char_p, c_size_t, c_void_p, c_size_t],
        "sarcoma_score": [c_void_p, c_char_p, c_size_t, c_void_p, c_void_p, c_void_p, c_size_t],
        "sarcoma_score_cohort": [
            c_void_p, POINTER(Column), c_size_t, c_size_t, POINTER(Scores), POINTER(Text),
        ],
        "sarcoma_benefit_cohort": [
            c_void_p, c_char_p, c_size_t, POINTER(Column), c_size_t, c_size_t, POINTER(Benefits),
            POINTER(Text),
        ],
    }
    for name, arguments in functions.items():
        getattr(library, name).argtypes = arguments
    library.sarcoma_last_error.restype = Failure
    library.sarcoma_version.restype = c_char_p
    library.sarcoma_text_free.argtypes = [POINTER(Text)]
    library.sarcoma_text_free.restype = None
    return library


library = _load()


def version() -> str:
    """The engine's version."""
    name: bytes = library.sarcoma_version()
    return name.decode()


def check(status: int) -> None:
    """Raises what a status says has failed."""
    if status:
        failure = library.sarcoma_last_error()
        raise error(
            status, failure.message.decode(), failure.code.decode(), failure.pointer.decode())


def text(call: Any, *arguments: object) -> bytes:
    """Calls a function whose last argument is the place of a text, and takes the text over."""
    place = Text()
    check(call(*arguments, byref(place)))
    try:
        return string_at(place.bytes, place.length)
    finally:
        library.sarcoma_text_free(byref(place))
