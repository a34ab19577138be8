"""Columns and values that are laid out as nobody expects: read right, or refused in a sentence."""

import decimal
import unittest
import warnings

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk import CoxRegression, LogisticRegression

EXTREMITY = "sarculator-extremity-os-2016-reconstructed"
COHORT = "tcga-limb-trunk-os-2026"
PATIENT = {"age": 61, "size": 12, "grade": 3, "histology": "LMS"}


def patients():
    return {
        "age": np.array([61.0, 40, 70]), "size": np.array([12.0, 5, 8]), "grade": np.array([3, 2, 1]),
        "histology": np.array(["LMS", "UPS", "DDLPS"], dtype=object),
    }


def drawn(rows=120, columns=3):
    generator = np.random.default_rng(7)
    X = generator.normal(size=(rows, columns))
    outcome = np.empty(rows, dtype=[("event", bool), ("time", float)])
    outcome["event"] = generator.random(rows) < 0.7
    outcome["time"] = generator.exponential(np.exp(-X[:, 0]))
    return X, outcome


class CohortTest(unittest.TestCase):
    def probabilities(self, **columns):
        return np.asarray(sarcomarisk.load_model(EXTREMITY).score({**patients(), **columns})[f"{EXTREMITY}_5y"])

    def test_what_a_mask_hides_is_missing(self):
        for name, values in patients().items():
            with self.subTest(name):
                masked = np.ma.masked_array(values, mask=[False, True, False])
                self.assertEqual(np.isnan(self.probabilities(**{name: masked})).tolist(), [False, True, False])

    def test_the_na_of_pandas_is_missing_wherever_it_stands(self):
        for dtype in ("string", "string[pyarrow]", object, "str", "category"):
            for place in range(3):
                texts = patients()["histology"].tolist()
                texts[place] = pd.NA if dtype is object else None
                try:
                    column = pd.Series(texts, dtype=dtype)
                except ImportError:
                    self.assertEqual(dtype, "string[pyarrow]")
                    continue
                with self.subTest(dtype=dtype, place=place):
                    self.assertEqual(
                        np.isnan(self.probabilities(histology=column)).tolist(), [row == place for row in range(3)])
        self.assertTrue(np.isnan(self.probabilities(size=pd.Series([pd.NA, 5, 8], dtype=object))[0]))

    def test_a_null_character_ends_no_text(self):
        with self.assertRaisesRegex(ValueError, "a text of the column 'histology' holds a null character"):
            self.probabilities(histology=["LMS\0UPS", "UPS", "DDLPS"])

    def test_series_of_different_rows_are_no_table(self):
        with self.assertRaisesRegex(ValueError, "the columns 'age' and 'size' have different indices"):
            self.probabilities(age=pd.Series([61.0, 40, 70]), size=pd.Series([12.0, 5, 8], index=[2, 1, 0]))

    def test_categories_are_read_by_themselves_and_in_a_series(self):
        wanted = self.probabilities().tolist()
        for values, levels in (([3, 2, 1], [1, 2, 3]), (["3", "2", "1"], ["1", "3", "2"]), ([3.0, 2, 1], [1, 2, 3, 9])):
            categories = pd.Categorical(values, levels)
            self.assertEqual(self.probabilities(grade=categories).tolist(), wanted)
            self.assertEqual(self.probabilities(grade=pd.Series(categories)).tolist(), wanted)


class PatientTest(unittest.TestCase):
    def test_one_value_of_any_kind_is_of_one_patient(self):
        model = sarcomarisk.load_model(EXTREMITY)
        wanted = model.score(PATIENT).probability
        self.assertEqual(model.score(PATIENT | {"age": np.array(61)}).probability, wanted)
        for nothing in (pd.NA, pd.NaT, np.datetime64("NaT"), None, np.nan):
            with self.assertRaisesRegex(sarcomarisk.PatientError, "age .* is missing"):
                model.score(PATIENT | {"age": nothing})
        with self.assertRaisesRegex(sarcomarisk.PatientError, "age 'inf' is not a number"):
            model.score(PATIENT | {"age": np.inf})
        with self.assertRaisesRegex(TypeError, "Decimal is not JSON serializable"):
            model.score(PATIENT | {"age": decimal.Decimal(61)})

    def test_numpys_numbers_are_times_and_ratios(self):
        wanted = sarcomarisk.load_model(COHORT, at=["1y", "3y"]).score(PATIENT).probabilities
        for at in (np.array([1, 3]), [np.float64(1), np.int64(3)], (1, 3.0)):
            self.assertEqual(sarcomarisk.load_model(COHORT, at=at).score(PATIENT).probabilities, wanted)
        self.assertEqual(sarcomarisk.load_model(COHORT, at=np.float64(3)).score(PATIENT).probabilities, wanted[1:])
        model = sarcomarisk.load_model(EXTREMITY)
        np.testing.assert_array_equal(
            model.benefit(patients(), hazard_ratio=np.float32(0.5))["benefit"],
            model.benefit(patients(), hazard_ratio=0.5)["benefit"])

    def test_bytes_in_the_other_order_are_no_encoded_patient(self):
        model = sarcomarisk.load_model(EXTREMITY)
        with self.assertRaisesRegex(TypeError, "an encoded patient is float64, not >f8"):
            model.score_encoded(model.encode(PATIENT).astype(">f8"))


class MatrixTest(unittest.TestCase):
    def test_names_of_ones_own_are_never_the_outcomes(self):
        X, outcome = drawn()
        wanted = CoxRegression().fit(X, outcome)
        names = ["survival time", "event observed", "case weight"]
        frame = pd.DataFrame(X, columns=names)
        found = CoxRegression().fit(frame, outcome, sample_weight=np.ones(len(X)))
        np.testing.assert_allclose(found.coef_, wanted.coef_, rtol=1e-9)
        self.assertEqual(found.score(frame, outcome), wanted.score(X, outcome))
        logistic = LogisticRegression().fit(frame, outcome["event"], sample_weight=np.ones(len(X)))
        np.testing.assert_allclose(logistic.coef_, LogisticRegression().fit(X, outcome["event"]).coef_, rtol=1e-9)

    def test_two_columns_of_one_name_are_refused(self):
        X, outcome = drawn()
        with self.assertRaisesRegex(ValueError, "two columns of X are named 'a'"):
            CoxRegression().fit(pd.DataFrame(X, columns=["a", "a", "b"]), outcome)

    def test_what_is_missing_in_any_layout_is_named(self):
        X, outcome = drawn()
        frame = pd.DataFrame(X, columns=["a", "b", "c"])
        nullable = frame.astype("Float64")
        nullable.iloc[0, 0] = pd.NA
        none = frame.astype(object)
        none.iloc[0, 0] = None
        for each in (nullable, none, np.ma.masked_array(X, mask=X > 2)):
            with self.assertRaisesRegex(ValueError, "Input X contains NaN"):
                CoxRegression().fit(each, outcome)
        for each in (frame.astype(object), frame.astype("Float64"), np.ma.masked_array(X)):
            self.assertEqual(
                CoxRegression().fit(each, outcome).coef_.tolist(), CoxRegression().fit(X, outcome).coef_.tolist())
        for y in (np.ma.masked_array(outcome["time"], mask=X[:, 0] > 1), np.where(X[:, 0] > 1, None, outcome["time"])):
            with self.assertRaisesRegex(ValueError, "Input y contains NaN"):
                CoxRegression().fit(X, y)
        hidden = np.ma.masked_array(outcome)
        hidden["time"][3] = np.ma.masked
        with self.assertRaisesRegex(ValueError, "Input y contains NaN"):
            CoxRegression().fit(X, hidden)
        with self.assertRaisesRegex(ValueError, "Input y contains NaN"):
            LogisticRegression().fit(X, np.where(outcome["event"], "yes", None))

    def test_dates_truth_values_and_mappings_are_no_matrix_and_no_outcome(self):
        X, outcome = drawn()
        with self.assertRaisesRegex(ValueError, "X holds dates"):
            CoxRegression().fit(np.full((len(X), 1), np.datetime64("2020-01-01")), outcome)
        with self.assertRaisesRegex(TypeError, "no mapping; name a formula"):
            CoxRegression().fit({"a": X[:, 0]}, outcome)
        with self.assertRaisesRegex(ValueError, "truth values alone"):
            CoxRegression().fit(X, outcome["event"])
        with self.assertRaisesRegex(ValueError, "one is boolean, the event, and the other the time"):
            CoxRegression().fit(X, outcome.astype([("event", bool), ("time", bool)]))

    def test_weights_are_whole_and_never_left_aside(self):
        X, outcome = drawn()
        weights = np.ones(len(X))
        weights[2] = np.nan
        with self.assertRaisesRegex(ValueError, "Input sample_weight contains NaN"):
            CoxRegression().fit(X, outcome, sample_weight=weights)
        frame = pd.DataFrame({"a": X[:, 0], **{name: outcome[name] for name in outcome.dtype.names}})
        for formula, kind in (("Surv(time, event) ~ a", CoxRegression), ("event ~ a", LogisticRegression)):
            with self.assertRaisesRegex(ValueError, "name it in 'weights'"):
                kind(formula).fit(frame, sample_weight=np.ones(len(X)))

    def test_scores_hold_classes_against_classes(self):
        X, outcome = drawn()
        model = LogisticRegression().fit(X, outcome["event"])
        wanted = np.mean(model.predict(X) == outcome["event"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.assertEqual(model.score(X, outcome["event"].reshape(-1, 1)), wanted)
        with self.assertRaisesRegex(ValueError, "y has the shape"):
            model.score(X, outcome["event"][:5])
        with self.assertRaisesRegex(ValueError, "no class of y is one of the fit's"):
            model.score(X, np.full(len(X), "yes"))

    def test_a_concordance_of_nothing_is_refused(self):
        X, outcome = drawn()
        model = CoxRegression().fit(X, outcome)
        outcome["event"] = False
        with self.assertRaisesRegex(ValueError, "no two rows can be compared"):
            model.score(X, outcome)

    def test_a_structured_array_is_fitted_and_scored_by_a_formula(self):
        X, outcome = drawn()
        frame = pd.DataFrame({"a": X[:, 0], **{name: outcome[name] for name in outcome.dtype.names}})
        model = CoxRegression("Surv(time, event) ~ a").fit(frame)
        self.assertEqual(model.score(frame.to_records(index=False)), model.score(frame))


if __name__ == "__main__":
    unittest.main()
