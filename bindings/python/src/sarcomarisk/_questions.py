"""Questions to a library about one patient."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from . import _library
from ._answers import Benefit, Comparison, Figure
from ._columns import Cohort, Column, Patient, is_missing, is_patient

if TYPE_CHECKING:
    import pandas

    from ._library import Library
    from ._model import Model

#: Texts as ``"5y"``, and numbers of years.
Times: TypeAlias = "str | float | Iterable[str | float] | None"
#: One's own hazard ratio: the estimate, or ``{"estimate": 0.8, "interval": [0.6, 1.1]}``.
Ratio: TypeAlias = "float | Mapping[str, Any] | None"


def times(at: Times) -> list[str] | None:
    """Times as the engine reads them: ``"5y"``, ``["1y", "5y"]`` or years."""
    if at is None:
        return None
    stated = [at] if isinstance(at, (str, int, float, np.number)) else at
    return [each if isinstance(each, str) else f"{_plain(each)!r}y" for each in stated]


_encode = json.JSONEncoder(allow_nan=False).encode


def written(question: object) -> bytes:
    """A question as JSON; NumPy's scalars are numbers, and what is not a number is not known."""
    try:
        return _encode(question).encode()
    except (TypeError, ValueError):
        return _encode(_plain(question)).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.tolist()
    if isinstance(value, float) and math.isinf(value):
        # No number of JSON; the engine says what it thinks of the word.
        return repr(value)
    return None if not hasattr(value, "__len__") and is_missing(value) else value


def stated(**members: object) -> dict[str, Any]:
    """The members that say something."""
    return {name: value for name, value in members.items() if value is not None}


def compare(
    patient: Mapping[str, Any], *, at: Times = None, given: str | None = None, library: Library | None = None,
) -> Comparison:
    """Every applicable model and rule on one patient, side by side.

    Parameters
    ----------
    patient : dict
        Names and values as in the vocabulary: ``{"age": 61, "size": "12 cm", "grade": 3}``.
    at : str or list, optional
        Times as ``"5y"``; those of each model unless stated.
    given : str, optional
        A time to which the patient is known to be free of the event.

    Raises
    ------
    PatientError
        For a value that cannot be read.
    """
    question = stated(patient=patient, at=times(at), given=given)
    library = library or _library.default()
    return Comparison(library, question, library.ask("compare", question))


@overload
def benefit(
    patients: pandas.DataFrame, *, model: str | Model | None = None, effects: list[str] | None = None,
    hazard_ratio: Ratio = None, survival: list[dict[str, Any]] | None = None, at: Times = None,
    prognosis_only: bool | None = None, library: Library | None = None,
) -> pandas.DataFrame: ...
@overload
def benefit(
    patients: Patient, *, model: str | Model | None = None, effects: list[str] | None = None,
    hazard_ratio: Ratio = None, survival: list[dict[str, Any]] | None = None, at: Times = None,
    prognosis_only: bool | None = None, library: Library | None = None,
) -> Benefit: ...
@overload
def benefit(
    patients: Mapping[str, Column] | NDArray[Any], *, model: str | Model | None = None,
    effects: list[str] | None = None, hazard_ratio: Ratio = None,
    survival: list[dict[str, Any]] | None = None, at: Times = None,
    prognosis_only: bool | None = None, library: Library | None = None,
) -> dict[str, NDArray[Any]]: ...
def benefit(
    patients: Patient | Cohort, *, model: str | Model | None = None, effects: list[str] | None = None,
    hazard_ratio: Ratio = None, survival: list[dict[str, Any]] | None = None, at: Times = None,
    prognosis_only: bool | None = None, library: Library | None = None,
) -> Benefit | pandas.DataFrame | dict[str, NDArray[Any]]:
    """Survival with and without chemotherapy before surgery, of one patient or of a cohort.

    Parameters
    ----------
    patients : dict of scalars, or DataFrame, or mapping of names to columns
        A cohort is asked of one ``model``, one effect or hazard ratio, and one time, by :meth:`Model.benefit`.
    model : str or Model, optional
        Whose survival stands for that without; for one patient the first that applies unless stated.
    effects : list of str, optional
        Ids of sources; every one that compares with no chemotherapy unless stated.
    hazard_ratio : float or dict, optional
        One's own, ``{"estimate": 0.8, "interval": [0.6, 1.1]}``.
    survival : list of dict, optional
        One's own, ``[{"time": "5y", "estimate": 0.48, "interval": None}]``.

    Raises
    ------
    PatientError
        Where there is no benefit to show; the sentence says why.
    """
    if not is_patient(patients):
        from ._model import Model

        if model is None:
            raise ValueError("a cohort's benefit needs the model of its survival; name a 'model'.")
        model = model if isinstance(model, Model) else Model(model, library=library)
        if survival is not None or prognosis_only is not None or len(effects or []) > 1:
            raise ValueError("a cohort's benefit is that of one effect or one hazard ratio on a model's survival.")
        return model.benefit(
            patients, effect=effects[0] if effects else None, hazard_ratio=hazard_ratio, at=at)
    library = library or getattr(model, "library", None)
    question = stated(
        patient=patients, model=getattr(model, "id", model), effects=effects, hazardRatio=hazard_ratio,
        survival=survival, at=times(at), prognosisOnly=prognosis_only)
    library = library or _library.default()
    return Benefit(library, question, library.ask("benefit", question))


def nomogram(
    model: str | Model, patient: Mapping[str, Any] | None = None, *, library: Library | None = None,
) -> Figure:
    """The nomogram of a model, with a patient's points if there is one.

    Parameters
    ----------
    model : str or Model
    """
    library = library or getattr(model, "library", None) or _library.default()
    question = stated(model=getattr(model, "id", model), patient=patient)
    return Figure(library.ask("nomogram", question).decode())


def models(*, library: Library | None = None) -> list[dict[str, Any]]:
    """The models of a library: id, version, title, status, method, endpoint and horizons of each."""
    return (library or _library.default()).models
