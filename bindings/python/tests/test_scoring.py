"""One patient, cohorts, and what is refused."""

import copy
import doctest
import json
import pathlib
import pickle
import subprocess
import sys
import unittest

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk._columns import Columns

EXTREMITY = "sarculator-extremity-os-2016-reconstructed"
COHORT = "tcga-limb-trunk-os-2026"
PATIENT = {"age": 61, "size": "12 cm", "grade": 3, "histology": "LMS"}
ROOT = pathlib.Path(__file__).resolve().parents[3]


def frame(rows=6):
    ages, sizes = np.linspace(20, 80, rows), np.linspace(2, 25, rows)
    return pd.DataFrame(
        {"age": ages, "size": sizes, "grade": [1, 2, 3] * (rows // 3),
         "histology": ["LMS", "UPS", "leiomyosarcoma"] * (rows // 3), "room": "12"},
        index=[f"patient {row}" for row in range(rows)])


class OnePatientTest(unittest.TestCase):
    def test_a_prediction_has_its_numbers_at_once_and_its_words_when_asked(self):
        prediction = sarcomarisk.load_model(EXTREMITY).score(PATIENT)
        self.assertNotIn("json", vars(prediction))
        self.assertEqual(prediction.probabilities, [prediction.json["predictions"][0]["probability"]])
        self.assertEqual(prediction.probability, prediction.probabilities[0])
        self.assertEqual(prediction.intervals, [None])
        self.assertTrue(prediction.in_scope)
        self.assertIn("reconstructedModel", [each["code"] for each in prediction.cautions])
        self.assertIn("overall survival at 5 years", str(prediction))
        self.assertIn("<pre", prediction._repr_html_())
        self.assertIn("Callegaro", prediction.citation)

    def test_several_times_have_several_probabilities(self):
        model = sarcomarisk.load_model(COHORT, at=["1y", 3, "60m"])
        prediction = model.score({"age": 61, "size": 12})
        self.assertEqual(len(prediction.probabilities), 3)
        self.assertTrue(all(low < p < high for p, (low, high) in zip(prediction.probabilities, prediction.intervals)))
        with self.assertRaisesRegex(ValueError, "there are 3 probabilities"):
            prediction.probability
        conditional = sarcomarisk.load_model(COHORT, at="5y", given="1y").score({"age": 61, "size": 12})
        self.assertAlmostEqual(
            conditional.probability, prediction.probabilities[2] / prediction.probabilities[0], places=12)

    def test_who_is_out_of_scope_and_who_is_half_known_are_answered_in_words(self):
        model = sarcomarisk.load_model(EXTREMITY)
        metastatic = model.score(PATIENT | {"metastasis": "yes"})
        self.assertFalse(metastatic.in_scope)
        self.assertEqual(metastatic.probabilities, [])
        self.assertTrue(metastatic.refusals[0]["reason"])
        half = model.score(PATIENT | {"grade": "high"})
        self.assertEqual(half.probabilities, [])
        self.assertEqual([each["assuming"]["grade"] for each in half.json["alternatives"]], [2, 3])

    def test_what_cannot_be_read_is_an_exception_with_the_engines_sentence(self):
        model = sarcomarisk.load_model(EXTREMITY)
        cases = [
            ({**PATIENT, "age": "old"}, "notANumber", "/patient/age", "age 'old' is not a number"),
            ({**PATIENT, "agee": 1}, "unknownCovariate", "/patient/agee", "did you mean 'age'"),
            ({**PATIENT, "size": "120"}, "implausible", "/patient/size", "is it in mm?"),
            ({"age": 61}, "missing", "/patient", "are missing"),
        ]
        for patient, code, pointer, words in cases:
            with self.assertRaises(sarcomarisk.PatientError) as raised:
                model.score(patient)
            self.assertEqual((raised.exception.code, raised.exception.pointer), (code, pointer))
            self.assertIn(words, str(raised.exception))
            other = pickle.loads(pickle.dumps(raised.exception))
            self.assertEqual((str(other), other.code), (str(raised.exception), code))
        with self.assertRaisesRegex(sarcomarisk.QuestionError, "there is no model 'sarculator'"):
            sarcomarisk.load_model("sarculator")
        with self.assertRaisesRegex(sarcomarisk.PatientError, "99 years"):
            sarcomarisk.load_model(EXTREMITY, at="99y")

    def test_an_encoded_patient_is_scored_to_the_bit(self):
        model = sarcomarisk.load_model(EXTREMITY)
        values = model.encode(PATIENT)
        self.assertEqual(values.shape, (4,))
        self.assertEqual(model.score_encoded(values), model.score(PATIENT).probabilities)
        with self.assertRaisesRegex(TypeError, "float64, not float32"):
            model.score_encoded(values.astype(np.float32))
        with self.assertRaisesRegex(sarcomarisk.EngineError, "4 covariates, not 3"):
            model.score_encoded(values[:3])
        with self.assertRaises(sarcomarisk.PatientError) as raised:
            model.encode(PATIENT | {"grade": "high"})
        self.assertEqual(raised.exception.code, "leavesOpen")

    def test_comparison_benefit_and_nomogram(self):
        comparison = sarcomarisk.compare(PATIENT | {"site": "thigh"})
        self.assertIn(EXTREMITY, [each["model"]["id"] for each in comparison.results])
        self.assertIn("Would answer if more were known", comparison.text)
        benefit = sarcomarisk.benefit(PATIENT | {"site": "thigh", "depth": "deep"})
        self.assertTrue(benefit.eligible)
        self.assertTrue(benefit.estimates)
        own = sarcomarisk.benefit(PATIENT, hazard_ratio=0.8, survival=[{"time": "5y", "estimate": 0.5}])
        self.assertAlmostEqual(own.estimates[0]["survivalWith"]["estimate"], 0.5 ** 0.8, places=15)
        drawing = sarcomarisk.load_model(EXTREMITY).nomogram(PATIENT)
        self.assertIn("<svg", drawing._repr_svg_())
        self.assertIn("id", sarcomarisk.models()[0])


class CohortTest(unittest.TestCase):
    def test_a_frame_keeps_its_index_and_gets_the_command_lines_columns(self):
        model = sarcomarisk.load_model(EXTREMITY)
        scored = model.score(frame())
        self.assertEqual(list(scored.columns), model.description["columns"])
        self.assertEqual(list(scored.index), list(frame().index))
        alone = [model.score(dict(row)).probability for _, row in frame().drop(columns="room").iterrows()]
        self.assertEqual(scored[f"{EXTREMITY}_5y"].tolist(), alone)

    def test_a_mapping_and_a_structured_array_are_cohorts_too(self):
        model = sarcomarisk.load_model(EXTREMITY)
        wanted = model.score(frame())[f"{EXTREMITY}_5y"].to_numpy()
        table = frame().drop(columns="room")
        lists = model.score({name: list(table[name]) for name in table})
        np.testing.assert_array_equal(lists[f"{EXTREMITY}_5y"], wanted)
        array = table.to_records(index=False)
        np.testing.assert_array_equal(
            model.score(np.asarray(array))[f"{EXTREMITY}_5y"], wanted)

    def test_missing_values_in_every_layout_are_missing(self):
        model = sarcomarisk.load_model(EXTREMITY)
        table = frame(3)
        layouts = {
            "float": table.assign(age=[61, np.nan, 61]),
            "nullable": table.assign(age=pd.array([61, None, 61], dtype="Int64")),
            "object": table.assign(age=[61, None, 61]),
            "text": table.assign(age=["61", None, "61 years"]),
            "category": table.assign(age=pd.Categorical(["61", None, "61"])),
        }
        for name, layout in layouts.items():
            scored = model.score(layout.assign(size=12.0, grade=3, histology="LMS"))
            with self.subTest(name):
                self.assertEqual(np.isnan(scored.iloc[:, 0]).tolist(), [False, True, False])
                self.assertEqual(scored.iloc[0, 0], scored.iloc[2, 0])
                self.assertEqual(scored.iloc[1, 2], "age (Age, year) is missing.")

    def test_columns_that_are_laid_out_so_already_are_not_copied(self):
        table = {"age": np.linspace(20, 80, 10), "size": np.linspace(1, 9, 10)}
        columns = Columns(table)
        self.assertEqual(columns.array[0].numbers, table["age"].ctypes.data)
        data = pd.DataFrame(table)
        self.assertEqual(Columns(data).array[1].numbers, data["size"].to_numpy().ctypes.data)
        codes = pd.DataFrame({"grade": pd.Categorical.from_codes(np.zeros(10, dtype=np.int8), ["3"])})
        self.assertIsNone(Columns(codes).array[0].numbers)

    def test_intervals_points_and_classes(self):
        scored = sarcomarisk.load_model(COHORT).score(frame(), intervals=True)
        self.assertTrue((scored[f"{COHORT}_5y_lower"] < scored[f"{COHORT}_5y"]).all())
        rule = sarcomarisk.load_model("fnclcc-grade-1997")
        graded = rule.score(
            pd.DataFrame({"differentiation": [1, 3], "mitoses": [3, 25], "necrosis": [0, 60]}))
        self.assertEqual(graded["fnclcc-grade-1997_category"].tolist(), ["G1", "G3"])
        kattan = sarcomarisk.load_model("kattan-msk-dss-2002")
        self.assertIn("kattan-msk-dss-2002_points", kattan.description["columns"])

    def test_a_cohorts_benefit_is_each_patients(self):
        model = sarcomarisk.load_model(EXTREMITY)
        table = frame().drop(columns="room").assign(site="thigh", depth="deep")
        found = model.benefit(table, effect="eortc-62931-2012", at="5y")
        for place, (_, row) in enumerate(table.iterrows()):
            alone = model.benefit(dict(row), effect="eortc-62931-2012", at="5y")
            estimate = alone.estimates[0]
            self.assertEqual(found["survival_with"].iloc[place], estimate["survivalWith"]["estimate"])
            self.assertEqual(
                [found["benefit_lower"].iloc[place], found["benefit_upper"].iloc[place]],
                estimate["absoluteBenefit"]["interval"])
            self.assertEqual(
                found["eligible"].iloc[place], {True: 1, False: 0, None: -1}[alone.eligible])
        np.testing.assert_array_equal(
            sarcomarisk.benefit(table, model=EXTREMITY, effects=["eortc-62931-2012"], at="5y")["benefit"],
            found["benefit"])
        with self.assertRaisesRegex(sarcomarisk.QuestionError, "one effect or one hazard ratio"):
            model.benefit(table, at="5y")
        with self.assertRaisesRegex(ValueError, "name a 'model'"):
            sarcomarisk.benefit(table)

    def test_a_row_of_a_frame_is_a_patient(self):
        model = sarcomarisk.load_model(EXTREMITY)
        row = frame().drop(columns="room").iloc[0]
        self.assertEqual(model.score(row.to_dict()).probability, model.score(frame()).iloc[0, 0])
        self.assertEqual(
            model.score({"age": np.float64(61), "size": np.int64(12), "grade": 3, "histology": np.str_("LMS")})
            .probability, model.score(PATIENT).probability)
        with self.assertRaisesRegex(sarcomarisk.PatientError, "age .* is missing"):
            model.score(PATIENT | {"age": float("nan")})

    def test_an_empty_cohort_and_a_strange_one(self):
        model = sarcomarisk.load_model(EXTREMITY)
        self.assertEqual(len(model.score(frame().iloc[:0])), 0)
        self.assertTrue(model.score(pd.DataFrame(index=range(3)))[f"{EXTREMITY}_refusal"].notna().all())
        with self.assertRaisesRegex(TypeError, "a cohort is a DataFrame"):
            model.score(3)
        with self.assertRaisesRegex(TypeError, "holds object"):
            model.score(frame().assign(age=pd.Series([object()] * 6, dtype=object).to_numpy()))
        with self.assertRaisesRegex(ValueError, "the column 'size' has 2 rows, and 'age' has 3"):
            model.score({"age": [1, 2, 3], "size": [1, 2]})
        with self.assertRaisesRegex(TypeError, "the column 'age' is no column of one dimension"):
            model.score({"age": np.zeros((3, 2))})
        with self.assertRaisesRegex(sarcomarisk.EngineError, "two columns 'age'"):
            model.score(pd.DataFrame([[1, 2]], columns=["age", "age"]))


class DocumentTest(unittest.TestCase):
    def test_a_document_of_ones_own_is_scored_and_copied(self):
        document = json.loads((ROOT / "models" / f"{COHORT}.json").read_bytes())
        document["id"] = "own"
        model = sarcomarisk.load_model(document)
        wanted = sarcomarisk.load_model(COHORT).score({"age": 61, "size": 12}).probabilities
        for each in (model, copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
            self.assertEqual(each.score({"age": 61, "size": 12}).probabilities, wanted)
        self.assertIn(document["title"], model._repr_html_())
        self.assertIn("draft", repr(model))

    def test_a_broken_document_is_named_with_its_line(self):
        with self.assertRaisesRegex(sarcomarisk.DocumentError, "own.json: line 1, column 1: key 'format'"):
            sarcomarisk.load_model({"id": "own"})
        with self.assertRaises(sarcomarisk.DocumentError):
            sarcomarisk.load_model(b"{")
        with self.assertRaises(sarcomarisk.DocumentError):
            sarcomarisk.Library("/nowhere")
        with self.assertRaises(FileNotFoundError):
            sarcomarisk.load_model("no-such-file.json")


class ImportTest(unittest.TestCase):
    def test_the_example_of_the_packages_help_says_what_it_prints(self):
        found = doctest.testmod(sarcomarisk, optionflags=doctest.ELLIPSIS)
        self.assertEqual((found.failed, found.attempted > 2), (0, True))

    def test_an_answer_shows_its_first_line(self):
        self.assertEqual(
            repr(sarcomarisk.load_model(COHORT).score({"age": 61, "size": 12}))[:12], "Prediction('")

    def test_pandas_and_scikit_learn_are_imported_only_when_used(self):
        program = (
            "import sys, sarcomarisk, numpy as np\n"
            f"model = sarcomarisk.load_model('{EXTREMITY}')\n"
            "model.score({'age': np.array([61.0]), 'size': [12.0], 'grade': [3.0], 'histology': ['LMS']})\n"
            "sarcomarisk.CoxRegression().fit(np.arange(12.0).reshape(6, 2) ** 1.5, np.array([3.0, 1, 4, 1, 5, 9]))\n"
            "print(sorted({'pandas', 'sklearn'} & set(sys.modules)))\n")
        run = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True)
        self.assertEqual(run.stdout.strip(), "[]", run.stderr)


if __name__ == "__main__":
    unittest.main()
