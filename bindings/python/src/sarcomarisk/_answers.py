"""Answers about one patient, with their sentences and their display in a notebook."""

from __future__ import annotations

import functools
import json
import os


class _Answer:
    """What the engine answered, and the question that it can be asked again for its words."""

    _operation = ""

    def __init__(self, library, question, data=None):
        self._library = library
        self._question = question
        if data is not None:
            self.__dict__["json"] = json.loads(data)

    @functools.cached_property
    def json(self) -> dict:
        """The answer as the command line's ``--format json`` gives it."""
        return json.loads(self._library.ask(self._operation, self._question))

    @functools.cached_property
    def text(self) -> str:
        """The answer in the words of the command line."""
        return self._library.ask(self._operation + ".text", self._question).decode()

    def __str__(self):
        return self.text

    @property
    def cautions(self) -> list[dict]:
        """What a reader should know of the answer: code, covariate, severity and message of each."""
        return self.json["cautions"]

    def _repr_html_(self):
        import html

        return f"<pre style='white-space: pre-wrap'>{html.escape(self.text)}</pre>"

    def _repr_pretty_(self, printer, cycle):
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

    def __init__(self, library, question, probabilities=None):
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
                f"there are {len(self.probabilities)} probabilities; take them from 'probabilities'.")
        return self.probabilities[0]

    @property
    def intervals(self) -> list:
        """Of each probability ``[low, high]``, None where none is known."""
        return [each["interval"] for each in self.json["predictions"]]

    @property
    def in_scope(self) -> bool:
        """Whether the model speaks for this patient; ``refusals`` say why not."""
        return self.json["inScope"]

    @property
    def refusals(self) -> list[dict]:
        """Why the model does not speak for this patient."""
        return self.json["refusals"]

    @property
    def category(self):
        """What a rule decides; None for other models."""
        return self.json["category"]

    @property
    def risk_group(self):
        """The document's group of risk; None where it has none."""
        return self.json["riskGroup"]

    @property
    def citation(self) -> str:
        """Where the model was published."""
        return self.json["citation"]


class Comparison(_Answer):
    """Every model and rule of a library on one patient."""

    _operation = "compare"

    @property
    def results(self) -> list[dict]:
        """A prediction a model that answers."""
        return self.json["results"]

    @property
    def refusals(self) -> list[dict]:
        """A model that does not answer, with its reasons and what is missing."""
        return self.json["refusals"]

    @property
    def cautions(self) -> list[dict]:
        return [caution for result in self.results for caution in result["cautions"]]


class Benefit(_Answer):
    """What chemotherapy before surgery would change for one patient."""

    _operation = "benefit"

    @property
    def eligible(self):
        """True, False, or None where it is not known."""
        return self.json["eligibility"]["eligible"]

    @property
    def estimates(self) -> list[dict]:
        """One effect at one time each."""
        return self.json["estimates"]


class Figure:
    """A drawing as SVG."""

    def __init__(self, svg: str):
        self.svg = svg

    def __repr__(self):
        return f"Figure(SVG of {len(self.svg)} characters)"

    def _repr_svg_(self):
        return self.svg

    def save(self, path) -> None:
        """Writes the drawing."""
        with open(os.fspath(path), "w", encoding="utf-8") as file:
            file.write(self.svg)
