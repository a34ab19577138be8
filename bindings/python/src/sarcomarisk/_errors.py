"""What the engine refuses, in its own sentences."""

from __future__ import annotations

import re


class SarcomaError(Exception):
    """An answer that the engine does not give, with the sentence that says why.

    Attributes
    ----------
    code : str
        A word for programs, as ``"missing"`` or ``"unknownLevel"``; it holds nothing of the patient.
    pointer : str
        Where in the question the fault stands, as a JSON pointer (RFC 6901); empty where it has no place.
    """

    def __init__(self, message: str, code: str = "", pointer: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.pointer = pointer

    def __reduce__(self) -> tuple[type[SarcomaError], tuple[str, str, str]]:
        return type(self), (str(self), self.code, self.pointer)


class QuestionError(SarcomaError, ValueError):
    """The question is not of the right shape, or of a model or a time that there is not."""


class PatientError(SarcomaError, ValueError):
    """A value of a patient cannot be read, is missing, or is out of scope."""


class DocumentError(SarcomaError):
    """Documents or data that cannot be read."""


class FitError(SarcomaError, ValueError):
    """The formula, the table or the model does not allow what is asked."""


class EngineError(SarcomaError):
    """A fault of the engine, or of how it was called."""


def error(status: int, message: str, code: str, pointer: str) -> SarcomaError:
    """The exception of a status of the C library."""
    kind = {4: DocumentError, 5: QuestionError, 6: PatientError}.get(status, EngineError)
    return kind(message, code, pointer)


def in_python(sentence: str) -> str:
    """A sentence of the command line with its options as keywords: ``--date-format`` is ``date_format``."""
    def keyword(found: re.Match[str]) -> str:
        name, value = found.group(1).replace("-", "_"), found.group(2)
        if value:
            return f"{name}={value.strip()!r}"
        return f"{name}=True" if name in ("firth", "robust") else f"`{name}`"

    # A name of the caller's stands in quotes.
    return re.sub(r"(?<![\w'-])--([a-z]+(?:-[a-z]+)*)( efron| breslow| exact| omit)?", keyword, sentence)


def fit_error(status: int, message: str, code: str, pointer: str) -> SarcomaError:
    """The exception of a status of the fitting library."""
    kind = {1: FitError, 4: DocumentError, 5: QuestionError, 6: FitError}.get(status, EngineError)
    return kind(in_python(message), code, pointer)
