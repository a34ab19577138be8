"""One model, for one patient and for cohorts."""

from __future__ import annotations

import functools
import json
import os
import weakref
from collections.abc import Mapping
from ctypes import byref, c_double, c_void_p
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from . import _library
from . import _native as native
from ._answers import Benefit, Comparison, Figure, Prediction
from ._columns import Cohort, Column, Columns, Numbers, Patient, is_patient
from ._errors import PatientError
from ._library import Library
from ._questions import Ratio, Times, benefit, compare, nomogram, stated, times, written

if TYPE_CHECKING:
    import pandas

#: What is answered in words rather than by an exception: the patient is understood.
_UNDERSTOOD = {"outOfScope", "leavesOpen"}


class Model:
    """A model of a library with the times at which it is asked.

    Parameters
    ----------
    id : str
    at : str or list, optional
        Times as ``"5y"``; the model's own unless stated.
    given : str, optional
        A time to which patients are known to be free of the event.
    library : Library, optional

    Raises
    ------
    QuestionError
        Where the library holds no such model.
    PatientError
        For a time that the model cannot answer.
    """

    def __init__(
        self, id: str, *, at: Times = None, given: str | None = None, library: Library | None = None,
    ) -> None:
        self.id = id
        self.library = library or _library.default()
        self.at = times(at)
        self.given = given
        handle = c_void_p()
        native.check(
            native.library.sarcoma_scorer_open(
                self.library._handle, id.encode(),
                ",".join(self.at).encode() if self.at is not None else None,
                given.encode() if given is not None else None, byref(handle)))
        self._handle = handle.value
        weakref.finalize(self, native.library.sarcoma_scorer_close, self._handle)
        self.description: dict[str, Any] = json.loads(
            native.text(native.library.sarcoma_scorer_describe, self._handle))
        self._width = len(self.description["covariates"])
        self._times = len(self.description["probabilities"])
        self._Room = c_double * self._times
        self._Values = c_double * self._width

    def __reduce__(self) -> tuple[functools.partial[Model], tuple[str]]:
        return functools.partial(
            Model, at=self.at, given=self.given, library=self.library), (self.id,)

    @property
    def covariates(self) -> list[dict[str, Any]]:
        """Name, kind, unit and levels of each, in the order of an encoded patient."""
        return list(self.description["covariates"])

    @functools.cached_property
    def document(self) -> dict[str, Any]:
        """The document: source, population, numbers, limits, examples."""
        document: dict[str, Any] = json.loads(self.document_bytes)
        return document

    @property
    def document_bytes(self) -> bytes:
        """The document, byte for byte."""
        return self.library.document(self.id)

    def __repr__(self) -> str:
        model = self.description["model"]
        return f"Model({self.id!r}, version {model['version']}, {model['status']}, {model['method']})"

    def _repr_html_(self) -> str:
        import html

        rows = [
            ("Source", self.description["citation"]),
            ("Status", "{status}, {method}".format(**self.description["model"])),
            ("Asks for", ", ".join(each["name"] for each in self.covariates)),
            ("Includes", " ".join(self.document["population"]["includes"])),
            ("Excludes", " ".join(self.document["population"]["excludes"])),
            ("Limits", " ".join(self.document["limits"])),
        ]
        cells = "".join(
            f"<tr><th style='text-align: left'>{name}</th>"
            f"<td style='text-align: left'>{html.escape(value)}</td></tr>"
            for name, value in rows if value)
        return f"<b>{html.escape(self.document['title'])}</b><table>{cells}</table>"

    # One patient

    def encode(self, patient: Mapping[str, Any]) -> Numbers:
        """A patient as one number for each of ``covariates``, checked for everything that can be doubted.

        Raises
        ------
        PatientError
            For a value that cannot be read or is missing, and for who is out of scope.
        """
        return np.frombuffer(self._encode(patient), dtype=np.float64)

    def _encode(self, patient: Mapping[str, Any]) -> Any:
        text = written(patient)
        values = self._Values()
        status = native.library.sarcoma_encode(self._handle, text, len(text), values, self._width)
        if status:
            native.check(status)
        return values

    def score_encoded(self, values: Numbers) -> list[float]:
        """The probabilities of a patient whom :meth:`encode` has written, time by time.

        Doubts nothing but the shape.
        """
        if values.dtype.char != "d" or not values.dtype.isnative:
            raise TypeError(f"an encoded patient is float64, not {values.dtype}")
        room = self._Room()
        status = native.library.sarcoma_score(
            self._handle, values.tobytes(), values.size, room, None, None, self._times)
        if status:
            native.check(status)
        return room[:]

    @overload
    def score(self, patients: pandas.DataFrame, *, intervals: bool = False) -> pandas.DataFrame: ...
    @overload
    def score(self, patients: Patient, *, intervals: bool = False) -> Prediction: ...
    @overload
    def score(
        self, patients: Mapping[str, Column] | NDArray[Any], *, intervals: bool = False,
    ) -> dict[str, NDArray[Any]]: ...
    def score(
        self, patients: Patient | Cohort, *, intervals: bool = False,
    ) -> Prediction | pandas.DataFrame | dict[str, NDArray[Any]]:
        """Scores one patient, or a cohort.

        Parameters
        ----------
        patients : dict of scalars, or DataFrame, or mapping of names to columns
            Names and values as in the vocabulary. Columns that the model does not read are left aside.
        intervals : bool
            For a cohort, whether columns of the ends of 95 % intervals are wanted too.

        Returns
        -------
        Prediction
            For one patient.
        DataFrame, or dict of arrays
            For a cohort, the columns of ``sarcoma score --table``: ``<id>_<horizon>``, and ``<id>_caution``
            and ``<id>_refusal``, which say what there is to know of a row. A row without an answer is NaN.

        Raises
        ------
        PatientError
            For one patient of whom a value cannot be read or is missing.
        """
        if is_patient(patients):
            return self._score_one(patients)
        return self._score_cohort(patients, intervals)

    def score_columns(self, columns: Columns, scores: native.Scores) -> bytes:
        """Scores columns into what ``scores`` points to; the account of remarks and categories as JSON."""
        return native.text(
            native.library.sarcoma_score_cohort, self._handle, columns.array, len(columns.array), columns.rows,
            byref(scores))

    def _score_one(self, patient: Mapping[str, Any]) -> Prediction:
        question = stated(model=self.id, patient=patient, at=self.at, given=self.given)
        if self.description["isRule"]:
            prediction = Prediction(self.library, question)
            prediction.json
            return prediction
        try:
            values = self._encode(patient)
            room = self._Room()
            native.check(
                native.library.sarcoma_score(
                    self._handle, bytes(values), self._width, room, None, None, self._times))
            return Prediction(self.library, question, room[:])
        except PatientError as refused:
            if refused.code not in _UNDERSTOOD and refused.code != "noValue":
                raise
            prediction = Prediction(self.library, question)
            prediction.json
            return prediction

    def _score_cohort(
        self, table: object, intervals: bool,
    ) -> pandas.DataFrame | dict[str, NDArray[Any]]:
        columns = Columns(table, set(self.description["reads"]))
        rows, width = columns.rows, max(self._times, 0)
        wanted = self.description["columns"][:-2]
        probability = np.empty((width, rows))
        # The ends of intervals, where they are wanted.
        lower, upper = (np.empty((width, rows)) for _ in range(2)) if intervals else (probability, probability)
        other = np.empty(rows)
        category, remark = np.empty(rows, dtype=np.int32), np.empty(rows, dtype=np.int32)
        scores = native.Scores(probability=probability.ctypes.data, remark=remark.ctypes.data)
        if intervals:
            scores.lower, scores.upper = lower.ctypes.data, upper.ctypes.data
        extra = wanted[width] if len(wanted) > width else ""
        if self.description["isRule"]:
            scores.category = category.ctypes.data
        elif extra.endswith("_points"):
            scores.total_points = other.ctypes.data
        elif extra:
            scores.linear_predictor = other.ctypes.data
        account = json.loads(self.score_columns(columns, scores))
        result: dict[str, NDArray[Any] | _Words] = {}
        for place, name in enumerate(wanted):
            if self.description["isRule"]:
                result[name] = _Words(category, account["categories"])
            elif place < width:
                result[name] = probability[place]
                if intervals:
                    result[name + "_lower"], result[name + "_upper"] = lower[place], upper[place]
            else:
                result[name] = other
        for name, part in zip(self.description["columns"][-2:], ("cautions", "refusal")):
            result[name] = _Words.of_remarks(remark, account["remarks"], part)
        return _table(result, columns)

    def compare(self, patient: Mapping[str, Any]) -> Comparison:
        """Every applicable model of this model's library on one patient."""
        return compare(patient, at=self.at, given=self.given, library=self.library)

    def nomogram(self, patient: Mapping[str, Any] | None = None) -> Figure:
        """The nomogram, with a patient's points if there is one."""
        return nomogram(self, patient)

    @overload
    def benefit(
        self, patients: pandas.DataFrame, *, effect: str | None = None, regimen: str | None = None,
        hazard_ratio: Ratio = None, at: Times = None,
    ) -> pandas.DataFrame: ...
    @overload
    def benefit(
        self, patients: Patient, *, effect: str | None = None, regimen: str | None = None,
        hazard_ratio: Ratio = None, at: Times = None,
    ) -> Benefit: ...
    @overload
    def benefit(
        self, patients: Mapping[str, Column] | NDArray[Any], *, effect: str | None = None,
        regimen: str | None = None, hazard_ratio: Ratio = None, at: Times = None,
    ) -> dict[str, NDArray[Any]]: ...
    def benefit(
        self, patients: Patient | Cohort, *, effect: str | None = None, regimen: str | None = None,
        hazard_ratio: Ratio = None, at: Times = None,
    ) -> Benefit | pandas.DataFrame | dict[str, NDArray[Any]]:
        """What chemotherapy before surgery changes, on the survival that this model gives.

        Parameters
        ----------
        patients : dict, or DataFrame, or mapping of names to columns
        effect : str, optional
            The id of a source; for one patient every source that compares with no chemotherapy unless stated.
        regimen : str, optional
            Of a cohort, which ratio is meant where a source has one for each of several regimens.
        hazard_ratio : float or dict, optional
            One's own, ``{"estimate": 0.8, "interval": [0.6, 1.1]}``.
        at : str, optional
            The time; for a cohort one, if the model has several.

        Returns
        -------
        Benefit
            For one patient.
        DataFrame, or dict of arrays
            For a cohort ``survival_without``, ``survival_with``, ``benefit``, ``benefit_lower``,
            ``benefit_upper``, ``eligible`` (1, 0, -1 where it is not known), ``caution`` and ``refusal``.
        """
        at = times(at) or self.at
        if is_patient(patients):
            return benefit(
                patients, model=self.id, effects=[effect] if effect else None,
                hazard_ratio=hazard_ratio, at=at, library=self.library)
        columns = Columns(patients)
        rows = columns.rows
        question = written(
            stated(
                model=self.id, effects=[effect] if effect else None, regimen=regimen,
                hazardRatio=hazard_ratio, at=at))
        numbers = {
            name: np.empty(rows)
            for name in ("survival_without", "survival_with", "benefit_lower", "benefit_upper")
        }
        eligible, remark = np.empty(rows, dtype=np.int8), np.empty(rows, dtype=np.int32)
        room = native.Benefits(
            *[each.ctypes.data for each in numbers.values()], eligible.ctypes.data, remark.ctypes.data)
        account = json.loads(
            native.text(
                native.library.sarcoma_benefit_cohort, self.library._handle, question, len(question),
                columns.array, len(columns.array), rows, byref(room)))
        without, with_ = numbers["survival_without"], numbers["survival_with"]
        result: dict[str, NDArray[Any] | _Words] = {
            "survival_without": without, "survival_with": with_, "benefit": with_ - without,
            "benefit_lower": numbers["benefit_lower"], "benefit_upper": numbers["benefit_upper"],
            "eligible": eligible,
        }
        for name, part in (("caution", "cautions"), ("refusal", "refusal")):
            result[name] = _Words.of_remarks(remark, account["remarks"], part)
        return _table(result, columns)


class _Words:
    """Texts by code; negative is none."""

    def __init__(self, codes: NDArray[np.int32], texts: list[str]) -> None:
        self.codes, self.texts = codes, texts

    @classmethod
    def of_remarks(cls, remark: NDArray[np.int32], remarks: list[dict[str, Any]], part: str) -> _Words:
        places: dict[str, int] = {}
        codes = np.full(len(remarks) + 1, -1, dtype=np.int32)
        for place, each in enumerate(remarks):
            words = each[part] if part == "refusal" else ";".join(each[part])
            if words:
                codes[place] = places.setdefault(words, len(places))
        # The last stands for rows without a remark, whose place is -1.
        return cls(codes[remark], list(places))

    def array(self) -> NDArray[np.object_]:
        return np.array([*self.texts, None], dtype=object)[self.codes]


def _table(
    result: Mapping[str, NDArray[Any] | _Words], columns: Columns,
) -> pandas.DataFrame | dict[str, NDArray[Any]]:
    if columns.index is None:
        return {
            name: values.array() if isinstance(values, _Words) else values
            for name, values in result.items()
        }
    import pandas

    return pandas.DataFrame(
        {
            name: pandas.Categorical.from_codes(values.codes, pandas.Index(values.texts))
            if isinstance(values, _Words) else values
            for name, values in result.items()
        },
        index=columns.index, copy=False)


def load_model(
    source: str | os.PathLike[str] | bytes | Mapping[str, Any], *, at: Times = None, given: str | None = None,
    library: Library | None = None,
) -> Model:
    """A model by its id, or from a document of one's own.

    Parameters
    ----------
    source : str, path, bytes or dict
        An id of the library; the path of a document, which ends in ``.json``; or a document itself.
    at, given
        As for :class:`Model`.

    Raises
    ------
    DocumentError
        For a document that does not follow the format; the sentence names line and path.
    QuestionError
        For an id that the library does not hold.
    """
    if isinstance(source, str) and not source.endswith(".json"):
        return Model(source, at=at, given=given, library=library)
    if isinstance(source, Mapping):
        data = json.dumps(dict(source)).encode()
    elif isinstance(source, bytes):
        data = source
    else:
        with open(os.fspath(source), "rb") as file:
            data = file.read()
    base = library or _library.default()
    try:
        id = json.loads(data)["id"]
    except (ValueError, KeyError, TypeError):
        id = "document"
    own = Library(base.directory, base.documents | {f"{id}.json": data})
    return Model(id, at=at, given=given, library=own)
