"""One set of patients through every door: the command line, HTTP, C and Python.

Numbers are equal to the bit, sentences to the letter, whole answers to the byte. The C library's own answers
are held to the Swift library's in SarcomaCTests.

Takes its doors from the environment: SARCOMA, the program; sarcomarisk, the Python package that is installed.
PATIENTS is how many are drawn, SEED from what.
"""

import csv
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk import _native as native

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "models"
SARCOMA = os.environ["SARCOMA"]
PATIENTS = int(os.environ.get("PATIENTS", "10000"))
SEED = int(os.environ.get("SEED", "20261128"))
os.environ["SARCOMA_MODELS"] = str(MODELS)


def command(*arguments, patient=None):
    """What the command line prints, and its exit status."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        if patient is not None:
            json.dump(patient, file)
            file.flush()
            arguments += ("--patient", file.name)
        run = subprocess.run([SARCOMA, *arguments], capture_output=True)
    return run.stdout, run.returncode, run.stderr.decode()


class Service:
    """`sarcoma serve` on a port that is free."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [SARCOMA, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            if found := re.search(r"listening on (127\.0\.0\.1:\d+)", line):
                self.address = "http://" + found.group(1)
                # Whoever writes a log that nobody reads waits.
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return self
        raise RuntimeError("the service did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def post(self, path, body, kind="application/json"):
        request = urllib.request.Request(self.address + path, body, {"Content-Type": kind})
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def documents():
    for path in sorted(MODELS.glob("*.json")):
        if path.name != "vocabulary.json":
            yield json.loads(path.read_text())


def drawn(document, vocabulary, generator):
    """A patient whom the model may know, not know, refuse, or not be able to read."""
    words = {each["name"]: each for each in vocabulary["covariates"]}
    patient = {}
    for covariate in document["covariates"]:
        name = covariate["name"]
        entry = words.get(name, covariate)
        if generator.random() < 0.05:
            continue
        if entry.get("kind") == "number":
            low, high = covariate.get("observed") or covariate.get("axis") or entry.get("possible") or [1, 50]
            value = generator.uniform(low, high)
            if generator.random() < 0.05:
                value = generator.choice([low, high, high * 1.2 + 1, -1])
            patient[name] = float(round(value)) if entry.get("integer") else round(value, 3)
        else:
            levels = covariate.get("levels") or entry.get("levels") or {}
            known = [part for parts in levels.values() for part in parts] if isinstance(levels, dict) else [
                each["name"] for each in levels]
            known = known or ["yes", "no"]
            patient[name] = generator.choice(known) if generator.random() < 0.95 else "nonsense"
    if generator.random() < 0.05:
        patient["metastasis"] = "yes"
    return patient


class DoorsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.library = sarcomarisk.Library(MODELS)
        generator = random.Random(SEED)
        print(f"{PATIENTS} patients, seed {SEED}")
        cls.drawn = {}
        all_documents = list(documents())
        for document in all_documents:
            share = -(-PATIENTS // len(all_documents))
            cls.drawn[document["id"]] = [
                drawn(document, cls.library.vocabulary, generator) for _ in range(share)]
        cls.examples = [
            (document["id"], example["patient"]) for document in all_documents
            for example in document["examples"] if "patient" in example]

    def same(self, one, other, message):
        self.assertTrue(
            np.array_equal(np.asarray(one, dtype=np.float64).view(np.int64) * ~np.isnan(one),
                           np.asarray(other, dtype=np.float64).view(np.int64) * ~np.isnan(other))
            and np.array_equal(np.isnan(one), np.isnan(other)), message)

    def test_whole_answers_are_equal_to_the_byte(self):
        generator = random.Random(SEED)
        questions = self.examples + [
            (id, generator.choice(patients)) for id, patients in self.drawn.items() for _ in range(3)]
        self.assertGreater(len(self.examples), 40)
        refused = 0
        with Service() as service:
            for id, patient in questions:
                printed, status, errors = command("score", id, "--format", "json", patient=patient)
                code, body = service.post(f"/v1/models/{id}/score", json.dumps({"patient": patient}).encode())
                try:
                    answer = self.library.ask("score", {"model": id, "patient": patient})
                except sarcomarisk.PatientError as refusal:
                    refused += 1
                    self.assertEqual((status, printed), (3, b""), (id, patient, errors))
                    self.assertIn(str(refusal), errors)
                    problem = json.loads(body)
                    self.assertEqual(
                        (problem["detail"], problem["code"], problem["pointer"]),
                        (str(refusal), refusal.code, refusal.pointer))
                    continue
                self.assertEqual(printed, answer, (id, patient))
                self.assertEqual(code, 200)
                served = json.loads(body)
                self.assertTrue(served.pop("receipt"))
                self.assertEqual(served, json.loads(answer))
                prediction = sarcomarisk.load_model(id, library=self.library).score(patient)
                self.assertEqual(
                    prediction.probabilities,
                    [each["probability"] for each in json.loads(answer)["predictions"]])
                self.assertEqual(prediction.text.encode(), command("score", id, patient=patient)[0])
            for id, patient in self.examples[::9]:
                for name, python in (("compare", sarcomarisk.compare), ("benefit", sarcomarisk.benefit)):
                    printed, status, errors = command(name, "--format", "json", patient=patient)
                    _, body = service.post(f"/v1/{name}", json.dumps({"patient": patient}).encode())
                    try:
                        answer = python(patient, library=self.library)
                    except sarcomarisk.PatientError as refusal:
                        self.assertIn(str(refusal), errors)
                        self.assertEqual(json.loads(body)["detail"], str(refusal))
                        continue
                    self.assertEqual(json.loads(printed), answer.json)
                    served = json.loads(body)
                    self.assertTrue(served.pop("receipt"))
                    self.assertEqual(served, {k: v for k, v in answer.json.items() if k != "receipt"})
                    self.assertEqual(command(name, patient=patient)[0].decode(), answer.text)
        self.assertGreater(refused, 5)

    def test_rows_are_equal_to_the_bit_and_to_the_letter(self):
        rows, answered = 0, 0
        with Service() as service:
            for id, patients in self.drawn.items():
                model = sarcomarisk.load_model(id, library=self.library)
                frame = pd.DataFrame(patients)
                names = model.description["columns"]
                scored = model.score(frame)
                self.assertEqual(list(scored.columns), names)
                with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
                    frame.to_csv(file, index=False, na_rep="NA")
                    file.flush()
                    printed, status, errors = command("score", id, "--table", file.name, "--format", "csv")
                    self.assertIn(status, (0, 3), errors)
                table = list(csv.DictReader(io.StringIO(printed.decode())))
                self.assertEqual(len(table), len(frame))
                lines = "\n".join(json.dumps(each) for each in patients).encode()
                code, body = service.post(f"/v1/score/batch?model={id}", lines, "application/x-ndjson")
                self.assertEqual(code, 200, body[:300])
                served = [json.loads(line) for line in body.splitlines()]
                served = [each for each in served if "row" in each]
                values = [name for name in names[:-2] if not name.endswith("_category")]
                for name in values:
                    self.same(
                        scored[name].to_numpy(),
                        np.array([float("nan") if row[name] == "NA" else float(row[name]) for row in table]),
                        (id, name))
                for name in set(names) - set(values):
                    self.assertEqual(
                        [None if pd.isna(each) else each for each in scored[name]],
                        [None if row[name] == "NA" else row[name] for row in table], (id, name))
                for row, (patient, line) in enumerate(zip(patients, served)):
                    refusal = scored[names[-1]].iloc[row]
                    rows += 1
                    if "error" in line:
                        self.assertEqual(line["error"]["detail"], refusal, patient)
                        # One patient is told what a row is told.
                        with self.assertRaises(sarcomarisk.PatientError) as raised:
                            model.score(patient)
                        self.assertEqual(str(raised.exception), refusal)
                        continue
                    if "refusals" in line or "alternatives" in line:
                        self.assertFalse(pd.isna(refusal))
                        continue
                    answered += 1
                    known = [each["probability"] for each in line.get("predictions", [])]
                    if not model.description["isRule"]:
                        probabilities = [scored[name].iloc[row] for name in values][:len(known)]
                        self.assertEqual(known, probabilities)
                        if known:
                            self.assertEqual(model.score_encoded(model.encode(patient)), known)
                            self.assertEqual(model.score(patient).probabilities, known)
                    cautions = ";".join(dict.fromkeys(line["cautions"]))
                    self.assertEqual(cautions or None,
                                     None if pd.isna(scored[names[-2]].iloc[row]) else scored[names[-2]].iloc[row])
        print(f"{rows} rows, {answered} answered")
        self.assertGreater(answered, rows / 4)

    def test_what_the_readme_shows_runs_and_prints_what_it_says(self):
        readme = (ROOT / "README.md").read_text()
        blocks = re.findall(r"```python\n(.*?)```", readme, re.S)
        self.assertGreaterEqual(len(blocks), 2)
        for block in blocks:
            run = subprocess.run(
                [sys.executable, "-W", "ignore", "-c", block], capture_output=True, text=True, cwd=ROOT)
            self.assertEqual(run.returncode, 0, run.stderr)
            for said in re.findall(r"    # (.*)$", block, re.M):
                self.assertIn(said, run.stdout.splitlines())

    def test_the_library_says_which_version_it_is(self):
        self.assertEqual(command("--version")[0].decode().split()[-1], native.version())
        self.assertEqual(sarcomarisk.__version__, native.version())


if __name__ == "__main__":
    unittest.main()
