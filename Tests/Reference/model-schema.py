#!/usr/bin/env python3
"""Mutated documents, and whether the schemas in models/schema accept them.

Needs jsonschema (Debian: python3-jsonschema). Run from anywhere:

    python3 Tests/Reference/model-schema.py

It writes model-schema.json beside itself: the SHA-256 of each schema and document that it read, and
for each mutation the document, the patch (RFC 6902) and the verdict.

What only the loader knows is not drawn: a mutation at one of the places of LOADER_ONLY is left out
where the schema accepts it. Where the schema refuses it, the loader has to refuse it as well.
"""

import copy
import hashlib
import json
import platform
import random
import re
from importlib.metadata import version
from pathlib import Path

from jsonschema import Draft202012Validator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCHEMAS = ROOT / "models" / "schema"
SEED = 20261123
FOLDERS = {
    ROOT / "models" / "effects": "effect", ROOT / "models" / "eligibility": "eligibility"
}

# Why only the loader can judge a mutation, and the pointers of such places (* stands for an index).
LOADER_ONLY = {
    "a name that others use, or that is declared elsewhere": (
        r"/covariates/\*/(name|reference|whenMissing|levels/.*|halfAnswers/\*/(name|admits/.*))"
        r"|/covariates/\*/(levels/\*/(name|partOf)|impliedBy/covariate)"
        r"|/population/scope/\*/(covariate|in/.*|notIn/.*)"
        r"|/cautions/\*/when/.*|/total/when/.*|/decides(/covariate|/levels(/.*)?)?"
        r"|/categories(/.*)?|/derived/\*/(name|sum(/.*)?)|/rules/\*/category"
        r"|/terms/\*/(name|covariate|expression|coefficients/[^/*]+|factors/\*/(covariate|level))"
        r"|/terms/\*/factors/\*/expression|/baseline/(stratumOf/covariate|strata/\*/stratum)"
        r"|/covariance/parameters/.*|/baseline/centers/.*|/fit/columns/\*/parameter"
        r"|/cannotTell/\*/(covariate|levels(/.*)?)"
        r"|/estimates/\*/stratum|/observed/\*/stratum|/regimens/\*/histotype"
        r"|/strata/(groups|secondCut)/\*/name|/strata/heterogeneity/shrunken(/.*)?"
        r"|/criteria/\*/(anyOf/\*/all/\*/)?(covariate|in/.*|notIn/.*)|/criteria/\*/(id|groups/.*)"
    ),
    "an item or a table whose names others use": (
        r"/covariates(/\*)?|/covariates/\*/levels(/\*)?|/derived(/\*)?|/terms(/\*)?"
        r"|/fit/columns(/\*)?|/baseline/strata/\*|/covariates/\*/local"
        r"|/strata(/(groups|secondCut)(/\*)?)?|/estimates(/\*)?|/criteria(/\*)?"
    ),
    "a rule that is never reached, a category or a value that nothing reads": (
        r"/rules(/\*)?|/rules/\*/when(/.*)?|/derived/\*/(shown|rules(/\*)?)"
        r"|/derived/\*/rules/\*/(when(/.*)?|is)"
    ),
    "numbers that have to ascend": (
        r"/endpoint/horizons/\*|/performance/\*/interval/\*"
        r"|/covariates/\*/(observed|axis|possible)/\*"
        r"|/terms/\*/(knots|powers)/\*|/terms/\*/nodes/.*|/terms/\*/factors/\*/knots/\*"
        r"|/baseline/(strata/\*/)?(times|survival|cumulativeHazard|logCumulativeHazard)/\*"
        r"|/total/probability/.*|/riskGroups/groups/\*(/below|/atMost)?"
        r"|/(estimates|observed)/\*/((treated|control|difference)/)?(estimate|interval(/\*)?)"
        r"|/strata/(groups|secondCut)/\*/(below|atMost)|/strata/(earlier/)?horizon/.*"
        r"|/strata/earlier/hazardGrowth/\*"
    ),
    "lengths, times and sums that have to agree": (
        r"/endpoint/(horizons(/\*)?|followUp)|/provenance/method|/total/at|/baseline/at"
        r"|/baseline/(strata/\*/)?(times|survival|cumulativeHazard|logCumulativeHazard)(/\*)?"
        r"|/terms/\*/(coefficient|coefficients(/.*)?|knots(/\*)?|powers(/\*)?|nodes(/.*)?)"
        r"|/terms/\*/factors/\*/(column|knots(/\*)?)|/covariates/\*/axis(/\*)?"
        r"|/covariance/(matrix(/.*)?|parameters(/\*)?)|/baseline/centers"
        r"|/strata/heterogeneity/degreesOfFreedom|/trials/\*"
        r"|/estimates/\*/(endpoint|measure|horizon(/.*)?|regimen)"
    ),
}


def pointers(value, path=()):
    """Every place of a document as a tuple of keys and indices."""
    yield path
    if isinstance(value, dict):
        for key, member in value.items():
            yield from pointers(member, path + (key,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from pointers(item, path + (index,))


def at(document, path):
    for step in path:
        document = document[step]
    return document


def text(path):
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def pattern(path):
    return "".join("/*" if isinstance(step, int) else "/" + str(step) for step in path)


def loader_only(paths):
    return any(
        re.fullmatch(places, pattern(path)) for path in paths for places in LOADER_ONLY.values()
    )


# Each kind of mutation: the places that it fits, and the patch that it makes of one.


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_member(document, path):
    return bool(path) and isinstance(path[-1], str)


def is_item(document, path):
    return bool(path) and isinstance(path[-1], int)


def replace(path, value):
    return [{"op": "replace", "path": text(path), "value": value}], [path]


def remove(document, path, draw):
    return [{"op": "remove", "path": text(path)}], [path]


def rename(document, path, draw):
    siblings = {
        "in": "notIn", "notIn": "in", "atLeast": "above", "above": "atMost", "atMost": "below",
        "below": "atMost", "survival": "cumulativeHazard", "doi": "noDOI", "noDOI": "doi",
        "readingError": "fitError", "rules": "sum", "because": "reason", "it": "de",
        "definition": "excludes", "unit": "units", "cumulativeHazard": "survival",
    }
    key = path[-1]
    new = draw.choice([siblings.get(key, key + "s"), key + "x", key.upper() + "_"])
    if new in at(document, path[:-1]):
        return None
    target = path[:-1] + (new,)
    return [{"op": "move", "from": text(path), "path": text(target)}], [path, target]


def add(document, path, draw):
    key, value = draw.choice([
        ("surplus", 1), ("note", "a note"), ("comment", None), ("local", True), ("time", 5),
        ("atLeast", 0), ("below", 5), ("in", ["yes"]), ("baseline", None), ("intercept", 0.5),
        ("covariance", None), ("probability", 0.5), ("doi", "10.1000/1"), ("fitError", 0.1),
        ("otherwise", "a sentence"), ("level", None), ("knots", None), ("expression", None),
        ("survival", [0.5]), ("strata", None), ("rules", None), ("sum", ["age"]), ("unit", "cm"),
        ("axis", [0, 1]), ("when", {}), ("de", "ein Text"), ("outcome", "a sentence"),
        ("optional", False), ("reviewedBy", "a name"), ("refused", True), ("events", 0),
    ])
    if key in at(document, path):
        return None
    target = path + (key,)
    return [{"op": "add", "path": text(target), "value": value}], [target]


def change_type(document, path, draw):
    old = at(document, path)
    values = [v for v in ("a text", 2.5, 7, True, [], {}, ["a text"], {"a": 1})
              if type(v) is not type(old)]
    return replace(path, draw.choice(values))


def make_null(document, path, draw):
    return replace(path, None)


def choose_other(document, path, draw):
    choices = [
        "verified", "draft", "synthetic", "publishedRule", "digitisedNomogram", "reconstructed",
        "refitted", "overallSurvival", "distantMetastasis", "classification", "day", "month",
        "year", "number", "category", "yesNo", "linear", "levels", "transformed", "none",
        "rangeSquared", "linearPredictor", "probability", "totalPoints", "diagnosis", "surgery",
        "progressiveDisease", "localRecurrence", "sarcoma-model/2", "somethingElse", "",
        "randomised", "metaAnalysis", "adjuvant", "neoadjuvant", "hazardRatio", "oddsRatio",
    ]
    return replace(path, draw.choice(choices))


def make_empty(document, path, draw):
    return replace(path, type(at(document, path))())


def make_negative(document, path, draw):
    return replace(path, draw.choice([-1, -0.5, -3]))


def make_large(document, path, draw):
    return replace(path, draw.choice([0, 1.5, 1_000_000]))


def number_as_text(document, path, draw):
    return replace(path, json.dumps(at(document, path)))


def duplicate(document, path, draw):
    target = path[:-1] + ("-",)
    patch = [{"op": "copy", "from": text(path), "path": text(target)}]
    return patch, [path[:-1], path]


def swap_form(document, path, draw):
    forms = ["proportionalHazards", "subdistributionHazards", "logistic", "points", "criteria"]
    return replace(path, draw.choice([form for form in forms if form != at(document, path)]))


CHOICES = {
    "format", "status", "method", "kind", "unit", "normalisation", "of", "knownFrom", "design",
    "timing", "comparator", "measure", "endpoint",
}

KINDS = {
    "remove a key": (is_member, remove),
    "remove an item": (is_item, remove),
    "rename a key": (is_member, rename),
    "add a key": (lambda d, p: isinstance(at(d, p), dict), add),
    "change a type": (lambda d, p: bool(p), change_type),
    "null": (lambda d, p: bool(p) and at(d, p) is not None, make_null),
    "another choice": (lambda d, p: bool(p) and p[-1] in CHOICES, choose_other),
    "empty": (lambda d, p: bool(p) and isinstance(at(d, p), (list, dict, str)), make_empty),
    "negative number": (lambda d, p: is_number(at(d, p)), make_negative),
    "another number": (lambda d, p: is_number(at(d, p)), make_large),
    "number as text": (lambda d, p: is_number(at(d, p)), number_as_text),
    "duplicate an item": (is_item, duplicate),
    "another form": (lambda d, p: p == ("form",), swap_form),
}


def patched(document, patch):
    """The document after one operation of RFC 6902."""
    document = copy.deepcopy(document)

    def split(pointer):
        steps = [s.replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:]]
        parent = document
        for step in steps[:-1]:
            parent = parent[int(step) if isinstance(parent, list) else step]
        last = steps[-1]
        return parent, last if isinstance(parent, dict) or last == "-" else int(last)

    def put(pointer, value):
        parent, key = split(pointer)
        if key == "-" and isinstance(parent, list):
            parent.append(value)
        else:
            parent[key] = value

    for operation in patch:
        if operation["op"] in ("add", "replace"):
            put(operation["path"], operation["value"])
        elif operation["op"] == "copy":
            parent, key = split(operation["from"])
            put(operation["path"], copy.deepcopy(parent[key]))
        else:
            pointer = operation["from"] if operation["op"] == "move" else operation["path"]
            parent, key = split(pointer)
            value = parent.pop(key)
            if operation["op"] == "move":
                put(operation["path"], value)
    return document


def mutations(name, document, validator, count, draw):
    """Distinct mutations of a document, rare places as often as common ones."""
    places = {}
    for kind, (fits, _) in KINDS.items():
        by_pattern = {}
        for path in pointers(document):
            if fits(document, path):
                by_pattern.setdefault(pattern(path), []).append(path)
        if by_pattern:
            places[kind] = list(by_pattern.values())
    seen = set()
    while len(seen) < count:
        kind = draw.choice(list(places))
        if kind == "another form" and draw.random() < 0.7:
            continue
        path = draw.choice(draw.choice(places[kind]))
        made = KINDS[kind][1](document, path, draw)
        if made is None:
            continue
        patch, touched = made
        mutant = patched(document, patch)
        key = json.dumps(patch)
        if key in seen or mutant == document:
            continue
        accepted = validator.is_valid(mutant)
        if accepted and loader_only(touched):
            continue
        seen.add(key)
        yield {"document": name, "kind": kind, "patch": patch, "accepted": accepted}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bundled(schema, model):
    """A schema that refers to definitions of the model's, with these in itself."""
    text = json.dumps(schema).replace("model.schema.json#", "#")
    bundle = json.loads(text)
    shared = {k: v for k, v in model["$defs"].items() if k not in bundle["$defs"]}
    return bundle | {"$defs": shared | bundle["$defs"]}


def main():
    schemas = {p.name: json.loads(p.read_text()) for p in sorted(SCHEMAS.glob("*.schema.json"))}
    schemas = {name: bundled(s, schemas["model.schema.json"]) for name, s in schemas.items()}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    validators = {name: Draft202012Validator(schema) for name, schema in schemas.items()}
    files = [
        file
        for folder in (ROOT / "models", HERE / "model-forms", *FOLDERS)
        for file in sorted(folder.glob("*.json"))
    ]
    draw = random.Random(SEED)
    drawn = []
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        is_vocabulary = file.name == "vocabulary.json"
        kind = "vocabulary" if is_vocabulary else FOLDERS.get(file.parent, "model")
        validator = validators[kind + ".schema.json"]
        document = json.loads(file.read_text())
        for error in validator.iter_errors(document):
            raise SystemExit(f"{name} does not follow its schema: {error.json_path}: {error.message}")
        counts = {"vocabulary": 120, "eligibility": 150, "effect": 30}
        count = counts.get(kind, 60 if file.parent.name == "model-forms" else 18)
        drawn += mutations(name, document, validator, count, draw)
    head = {
        "made by": "Tests/Reference/model-schema.py",
        "versions": {"python": platform.python_version(), "jsonschema": version("jsonschema")},
        "seed": SEED,
        "schemas": {f"models/schema/{name}": sha256(SCHEMAS / name) for name in schemas},
        "documents": {f.relative_to(ROOT).as_posix(): sha256(f) for f in files},
    }
    lines = ",\n".join("    " + json.dumps(m, ensure_ascii=False) for m in drawn)
    top = json.dumps(head, indent=2, ensure_ascii=False)[:-2]
    (HERE / "model-schema.json").write_text(f'{top},\n  "mutations": [\n{lines}\n  ]\n}}\n')
    accepted = sum(m["accepted"] for m in drawn)
    print(f"{len(drawn)} mutations of {len(files)} documents, {accepted} accepted")


if __name__ == "__main__":
    main()
