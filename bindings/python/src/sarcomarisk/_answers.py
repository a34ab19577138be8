"""Answers about one patient, with their sentences and their display in a notebook."""

from __future__ import annotations

import functools
import html
import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._library import Library


class _Answer:
    """What the engine answered, and the question that it can be asked again for its words."""

    _operation = ""

    def __init__(self, library: Library, question: dict[str, Any], data: bytes | None = None) -> None:
        self._library = library
        self._question = question
        if data is not None:
            self.__dict__["json"] = json.loads(data)

    @functools.cached_property
    def json(self) -> dict[str, Any]:
        """The answer as the command line's ``--format json`` gives it."""
        answer: dict[str, Any] = json.loads(self._library.ask(self._operation, self._question))
        return answer

    @functools.cached_property
    def text(self) -> str:
        """The answer in the words of the command line."""
        return self._library.ask(self._operation + ".text", self._question).decode()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text.splitlines()[0]!r})"

    @property
    def cautions(self) -> list[dict[str, Any]]:
        """What a reader should know of the answer: code, covariate, severity and message of each."""
        return list(self.json["cautions"])

    def _repr_html_(self) -> str:
        return f"<pre style='white-space: pre-wrap'>{html.escape(self.text)}</pre>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.text)


class Prediction(_Answer):
    """What one model says of one patient.

    Attributes
    ----------
    probabilities : list of float
        At each of the model's times; empty for a rule, out of scope, and where a half-answer leaves
        several (``json["alternatives"]``).
    """

    _operation = "score"

    def __init__(
        self, library: Library, question: dict[str, Any], probabilities: list[float] | None = None,
    ) -> None:
        super().__init__(library, question)
        if probabilities is not None:
            self.__dict__["probabilities"] = probabilities

    @functools.cached_property
    def probabilities(self) -> list[float]:
        return [each["probability"] for each in self.json["predictions"]]

    @property
    def probability(self) -> float:
        """The probability of a model with one time.

        Raises
        ------
        ValueError
            For none, or several.
        """
        if len(self.probabilities) != 1:
            raise ValueError(
                " ".join(each["reason"] for each in self.json.get("refusals", []))
                or f"there are {len(self.probabilities)} probabilities; take them from 'probabilities'.")
        return self.probabilities[0]

    @property
    def intervals(self) -> list[list[float] | None]:
        """Of each probability ``[low, high]``, None where none is known."""
        return [each["interval"] for each in self.json["predictions"]]

    @property
    def in_scope(self) -> bool:
        """Whether the model speaks for this patient; ``refusals`` say why not."""
        return bool(self.json["inScope"])

    @property
    def refusals(self) -> list[dict[str, Any]]:
        """Why the model does not speak for this patient."""
        return list(self.json["refusals"])

    @property
    def category(self) -> str | None:
        """What a rule decides; None for other models."""
        category: str | None = self.json["category"]
        return category

    @property
    def risk_group(self) -> str | None:
        """The document's group of risk; None where it has none."""
        group: str | None = self.json["riskGroup"]
        return group

    @property
    def citation(self) -> str:
        """Where the model was published."""
        return str(self.json["citation"])


class Comparison(_Answer):
    """Every model and rule of a library on one patient."""

    _operation = "compare"

    @property
    def results(self) -> list[dict[str, Any]]:
        """A prediction a model that answers."""
        return list(self.json["results"])

    @property
    def refusals(self) -> list[dict[str, Any]]:
        """A model that does not answer, with its reasons and what is missing."""
        return list(self.json["refusals"])

    @property
    def cautions(self) -> list[dict[str, Any]]:
        """What a reader should know of the answers, model by model."""
        return [caution for result in self.results for caution in result["cautions"]]


class Benefit(_Answer):
    """What chemotherapy before surgery would change for one patient."""

    _operation = "benefit"

    @property
    def eligible(self) -> bool | None:
        """True, False, or None where it is not known."""
        eligible: bool | None = self.json["eligibility"]["eligible"]
        return eligible

    @property
    def estimates(self) -> list[dict[str, Any]]:
        """One effect at one time each."""
        return list(self.json["estimates"])


class Figure:
    """A drawing as SVG."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __repr__(self) -> str:
        return f"Figure(SVG of {len(self.svg)} characters)"

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the drawing to a file, which ends in ``.svg``."""
        with open(os.fspath(path), "w", encoding="utf-8") as file:
            file.write(self.svg)
