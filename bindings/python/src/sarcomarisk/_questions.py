"""Questions to a library about one patient."""

from __future__ import annotations

import json
from collections.abc import Mapping

from . import _library
from ._answers import Benefit, Comparison, Figure
from ._columns import is_patient


def times(at):
    """Times as the engine reads them: ``"5y"``, ``["1y", "5y"]`` or years."""
    if at is None:
        return None
    if isinstance(at, (str, int, float)):
        at = [at]
    return [each if isinstance(each, str) else f"{each!r}y" for each in at]


_encode = json.JSONEncoder(allow_nan=False).encode


def written(question) -> bytes:
    """A question as JSON; NumPy's scalars are numbers, and what is not a number is not known."""
    try:
        return _encode(question).encode()
    except (TypeError, ValueError):
        return _encode(_plain(question)).encode()


def _plain(value):
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def stated(**members) -> dict:
    """The members that say something."""
    return {name: value for name, value in members.items() if value is not None}


def compare(patient: dict, *, at=None, given=None, library=None) -> Comparison:
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


def benefit(
    patients, *, model=None, effects=None, hazard_ratio=None, survival=None, at=None,
    prognosis_only=None, library=None,
) -> Benefit:
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
            patients, effect=(effects or [None])[0], hazard_ratio=hazard_ratio, at=at)
    library = library or getattr(model, "library", None)
    question = stated(
        patient=patients, model=getattr(model, "id", model), effects=effects, hazardRatio=hazard_ratio, survival=survival,
        at=times(at), prognosisOnly=prognosis_only)
    library = library or _library.default()
    return Benefit(library, question, library.ask("benefit", question))


def nomogram(model, patient=None, *, library=None) -> Figure:
    """The nomogram of a model, with a patient's points if there is one.

    Parameters
    ----------
    model : str or Model
    """
    library = library or getattr(model, "library", None) or _library.default()
    question = stated(model=getattr(model, "id", model), patient=patient)
    return Figure(library.ask("nomogram", question).decode())


def models(*, library=None) -> list[dict]:
    """The models of a library: id, version, title, status, method, endpoint and horizons of each."""
    return (library or _library.default()).models
