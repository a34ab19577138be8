"""Documents that are open."""

from __future__ import annotations

import functools
import json
import os
import weakref
from collections.abc import Mapping
from ctypes import byref, c_void_p
from typing import Any

from . import _native as native


class Library:
    """The documents of a directory, and others beside them.

    Parameters
    ----------
    directory : path, optional
        What the package ships unless the environment's ``SARCOMA_MODELS`` names another.
    documents : mapping of str to bytes, optional
        Documents beside those of the directory, by file name (``"<id>.json"``).
    """

    def __init__(
        self, directory: str | os.PathLike[str] | None = None, documents: Mapping[str, bytes] | None = None,
    ) -> None:
        directory = directory or os.environ.get("SARCOMA_MODELS") or os.path.join(native.FOLDER, "models")
        self.directory = os.fspath(directory)
        self.documents = dict(documents or {})
        files = (native.File * len(self.documents))(
            *[native.File(name.encode(), data, len(data)) for name, data in self.documents.items()])
        handle = c_void_p()
        native.check(
            native.library.sarcoma_library_open(
                native.ABI_VERSION, os.fsencode(self.directory), files, len(files), byref(handle)))
        self._handle = handle.value
        weakref.finalize(self, native.library.sarcoma_library_close, self._handle)

    def __reduce__(self) -> tuple[type[Library], tuple[str, dict[str, bytes]]]:
        return Library, (self.directory, self.documents)

    def __repr__(self) -> str:
        return f"Library({self.directory!r}, {len(self.models)} models)"

    def ask(self, operation: str, question: object = None) -> bytes:
        """What the engine answers, as bytes: operations and questions are those of ``sarcoma_ask``."""
        from ._questions import written

        text = b"" if question is None else written(question)
        return native.text(
            native.library.sarcoma_ask, self._handle, operation.encode(), text, len(text))

    @functools.cached_property
    def models(self) -> list[dict[str, Any]]:
        """What the library holds: id, version, title, status, method, endpoint and horizons of each."""
        models: list[dict[str, Any]] = json.loads(self.ask("models"))["models"]
        return models

    @functools.cached_property
    def vocabulary(self) -> dict[str, Any]:
        """The covariates: names, units, levels and synonyms."""
        vocabulary: dict[str, Any] = json.loads(self.ask("vocabulary"))
        return vocabulary

    @functools.cached_property
    def treatment(self) -> dict[str, Any]:
        """The documents of ``effects`` of treatment and of who is eligible (``eligibility``)."""
        treatment: dict[str, Any] = json.loads(self.ask("treatment"))
        return treatment

    @property
    def faults(self) -> list[str]:
        """What is wrong with documents that were left out."""
        faults: list[str] = json.loads(self.ask("faults"))["faults"]
        return faults

    def document(self, model: str) -> bytes:
        """A model's document, byte for byte."""
        return self.ask("model", {"model": model})


@functools.cache
def default() -> Library:
    """The library of whoever names none."""
    return Library()
