"""Cox and logistic regression as estimators, and analyses of tables."""

import copy
import json
import os
import pathlib
import pickle
import subprocess
import tempfile
import unittest
import warnings

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk import CoxRegression, LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parents[3]
TABLE = ROOT / "data" / "tcga_sarc.csv"
SURVIVAL = "Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm) + residual_tumor"
MARGIN = 'residual_tumor != "R0" ~ age_years + log2(tumor_size_cm) + extremity'
#: The command, for what it says of the same table.
SARCOMA = os.environ.get("SARCOMA")


def table():
    return pd.read_csv(TABLE)


def command(*arguments):
    return subprocess.run([SARCOMA, *arguments], capture_output=True, text=True, check=True).stdout


def drawn(rows=200, columns=3, seed=1):
    """Times that depend on the first column, some of them tied."""
    generator = np.random.default_rng(seed)
    X = generator.normal(size=(rows, columns))
    time = np.ceil(generator.exponential(np.exp(-X[:, 0])) * 10)
    return X, time, generator.random(rows) < 0.7


def structured(time, event):
    outcome = np.empty(len(time), dtype=[("status", bool), ("days", float)])
    outcome["status"], outcome["days"] = event, time
    return outcome


class CoxTest(unittest.TestCase):
    @unittest.skipUnless(SARCOMA, "needs the command")
    def test_a_fit_and_its_words_are_the_command_lines(self):
        model = CoxRegression(SURVIVAL, missing=["RX"]).fit(table())
        said = json.loads(
            command("fit", "cox", SURVIVAL, str(TABLE), "--missing", "RX", "--format", "json", "--baseline", "off"))
        self.assertEqual(model.coef_.tolist(), [each["estimate"] for each in said["coefficients"]])
        self.assertEqual(model.standard_errors_.tolist(), [each["standardError"] for each in said["coefficients"]])
        self.assertEqual(model.covariance_.tolist(), said["covariance"])
        self.assertEqual(model.terms_, [each["term"] for each in said["coefficients"]])
        self.assertEqual(model.report_, said)
        self.assertEqual(
            model.summary(),
            command("fit", "cox", SURVIVAL, str(TABLE), "--missing", "RX"))
        test = model.ph_test()
        self.assertEqual(test["p"], [each["p"] for each in said["proportionalHazardsTest"]])
        self.assertEqual(len(model.ph_test(by="column", transform="rank")["term"]), 5)

    def test_columns_and_a_formula_give_the_same_bits(self):
        X, time, event = drawn()
        frame = pd.DataFrame(X, columns=["a", "b c", "d"]).assign(t=time, e=event.astype(int))
        by_formula = CoxRegression("Surv(t, e) ~ a + `b c` + d").fit(frame)
        outcomes = [structured(time, event), np.column_stack([time, event])]
        for outcome in outcomes:
            by_columns = CoxRegression().fit(X, outcome)
            self.assertEqual(by_columns.coef_.tolist(), by_formula.coef_.tolist())
            self.assertEqual(by_columns.predict(X).tolist(), by_formula.predict(frame).tolist())
        named = CoxRegression().fit(frame[["a", "b c", "d"]], outcomes[0])
        self.assertEqual(named.terms_, by_formula.terms_)
        self.assertEqual(named.feature_names_in_.tolist(), ["a", "b c", "d"])

    def test_scikit_survivals_numbers(self):
        # CoxPHSurvivalAnalysis(ties="efron") of scikit-survival 0.26 on these rows, by
        # scikit_survival.py beside this file.
        reference = json.loads((pathlib.Path(__file__).parent / "scikit_survival.json").read_text())
        X, time, event = drawn()
        model = CoxRegression().fit(X, structured(time, event))
        np.testing.assert_allclose(model.coef_, reference["coef"], rtol=1e-9)
        self.assertAlmostEqual(model.score(X, structured(time, event)), reference["score"], places=12)

    def test_survival_falls_from_one_and_follows_the_baseline(self):
        X, time, event = drawn()
        model = CoxRegression().fit(X, structured(time, event))
        survival = model.predict_survival_function(X)
        self.assertEqual(survival.shape, (len(X), len(np.unique(model.unique_times_))))
        self.assertTrue((np.diff(survival, axis=1) <= 0).all() and (survival >= 0).all() and (survival <= 1).all())
        expected = np.exp(-np.outer(np.exp(model.predict(X)), model.cum_baseline_hazard_))
        np.testing.assert_allclose(survival, expected, rtol=1e-12)
        one = model.predict_survival_function(X[:3], times=[5, 10])
        self.assertEqual(one.shape, (3, 2))

    def test_copies_go_by_document_and_predict_the_same(self):
        data = table()
        model = CoxRegression(SURVIVAL, missing=["RX"]).fit(data)
        for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model), copy.copy(model)):
            np.testing.assert_allclose(other.predict(data), model.predict(data), rtol=1e-12)
            np.testing.assert_allclose(
                other.predict_survival_function(data, [365, 1826.25]),
                model.predict_survival_function(data, [365, 1826.25]), rtol=1e-12)
            self.assertEqual(other.coef_.tolist(), model.coef_.tolist())
            self.assertEqual(other.covariance_.tolist(), model.covariance_.tolist())
            self.assertEqual(other.summary(), model.summary())
            self.assertEqual(other.report_, model.report_)
        with self.assertRaisesRegex(ValueError, "of a copy was not kept"):
            pickle.loads(pickle.dumps(model)).numbers("martingale")

    def test_a_copy_keeps_its_words_whatever_was_asked_before(self):
        model = CoxRegression(SURVIVAL, missing=["RX"]).fit(table())
        self.assertIn(b"sarcoma-model", model.document_)
        self.assertEqual(pickle.loads(pickle.dumps(model)).summary(), model.summary())

    def test_columns_that_no_formula_names_may_hold_anything(self):
        data = table().assign(seen=pd.Timestamp("2020-01-01"), odd=[object()] * 261)
        data["age_years"] = data["age_years"].astype(object)
        model = CoxRegression(SURVIVAL, missing=["RX"]).fit(data)
        self.assertEqual(model.coef_.tolist(), CoxRegression(SURVIVAL, missing=["RX"]).fit(table()).coef_.tolist())
        with self.assertRaisesRegex(TypeError, "the column 'odd' holds object"):
            CoxRegression("Surv(OS_days, OS_event) ~ odd").fit(data)
        data["start"] = pd.Timestamp("2000-01-01")
        data["end"] = data["start"] + pd.to_timedelta(data["OS_days"], unit="D")
        dated = CoxRegression("Surv(days(start, end), OS_event) ~ age_years").fit(data)
        plain = CoxRegression("Surv(OS_days, OS_event) ~ age_years").fit(table())
        self.assertEqual(dated.coef_.tolist(), plain.coef_.tolist())

    def test_a_fit_becomes_a_model_that_every_door_scores(self):
        data = table()
        model = CoxRegression(SURVIVAL, missing=["RX"]).fit(data)
        published = model.to_model("own", horizons=["1y", "5y"], title="Own")
        scored = published.score(data)
        survival = model.predict_survival_function(data, [365.25, 1826.25])
        np.testing.assert_allclose(scored["own_5y"], survival[:, 1], rtol=1e-12)
        self.assertEqual(json.loads(model.document("own", horizons=["1y", "5y"], title="Own"))["title"], "Own")
        self.assertIn("<svg", model.figure()._repr_svg_())
        self.assertEqual(len(model.numbers("martingale")), 226)

    def test_weights_repeat_rows_under_breslow(self):
        X, time, event = drawn(80)
        weights = np.array([1, 2] * 40)
        outcome = structured(time, event)
        weighted = CoxRegression(ties="breslow").fit(X, outcome, sample_weight=weights)
        repeated = CoxRegression(ties="breslow").fit(
            np.repeat(X, weights, axis=0), np.repeat(outcome, weights))
        np.testing.assert_allclose(weighted.coef_, repeated.coef_, rtol=1e-9)

    def test_what_cannot_be_fitted_says_so(self):
        cases = [
            ("Surv(OS_days, OS_event) ~ nosuch", sarcomarisk.FitError, "There is no column 'nosuch'"),
            ("Surv(OS_days OS_event) ~ age_years", sarcomarisk.FitError, ""),
        ]
        for formula, kind, words in cases:
            with self.assertRaisesRegex(kind, words):
                CoxRegression(formula).fit(table())
        with self.assertRaises(sarcomarisk.QuestionError) as raised:
            CoxRegression(SURVIVAL, ties="breslov").fit(table())
        self.assertEqual(raised.exception.pointer, "/ties")
        with self.assertRaisesRegex(ValueError, "is not fitted yet"):
            CoxRegression().predict(np.zeros((2, 2)))
        with self.assertRaisesRegex(ValueError, "holds no numbers; name it in a formula"):
            CoxRegression().fit(table()[["age_years", "sex"]], np.ones(261))
        with self.assertRaisesRegex(ValueError, "one is boolean, the event"):
            CoxRegression().fit(np.zeros((2, 1)), np.zeros(2, dtype=[("a", float), ("b", float)]))

    def test_a_search_that_does_not_end_warns(self):
        X = np.array([[0.0], [0], [1], [1]] * 5)
        time = np.array([9.0, 8, 2, 1] * 5) + np.arange(20) / 100
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")
            model = CoxRegression().fit(X, time)
        self.assertTrue(any("infinity" in each for each in model.warnings_), model.warnings_)


class LogisticTest(unittest.TestCase):
    @unittest.skipUnless(SARCOMA, "needs the command")
    def test_a_fit_is_the_command_lines(self):
        model = LogisticRegression(MARGIN, missing=["RX"]).fit(table())
        said = json.loads(
            command("fit", "logistic", MARGIN, str(TABLE), "--missing", "RX", "--format", "json"))
        self.assertEqual(
            [model.intercept_, *model.coef_], [each["estimate"] for each in said["coefficients"]])
        self.assertEqual(model.report_, said)

    def test_classes_of_any_kind(self):
        X, time, _ = drawn()
        for labels in (["no", "yes"], [0, 1], [-1, 1], [False, True]):
            y = np.array(labels)[(time > np.median(time)).astype(int)]
            model = LogisticRegression().fit(X, y)
            self.assertEqual(model.classes_.tolist(), sorted(labels))
            probability = model.predict_proba(X)
            np.testing.assert_allclose(probability.sum(axis=1), 1)
            np.testing.assert_allclose(
                np.log(probability[:, 1] / probability[:, 0]), model.decision_function(X), rtol=1e-8, atol=1e-8)
            self.assertEqual(model.score(X, y), np.mean(model.predict(X) == y))
            other = pickle.loads(pickle.dumps(model))
            np.testing.assert_allclose(other.predict_proba(X), probability, rtol=1e-12)
            self.assertEqual(other.predict(X).tolist(), model.predict(X).tolist())

    def test_a_row_with_a_missing_covariate_has_no_class(self):
        model = LogisticRegression(MARGIN, missing=["RX"]).fit(table())
        self.assertTrue(np.isnan(model.predict_proba(table())[:, 1]).any())
        with self.assertRaisesRegex(ValueError, "12 rows have a missing covariate, and no class"):
            model.predict(table())

    def test_a_fit_without_a_maximum_has_no_document_and_its_copies_predict_all_the_same(self):
        X = np.column_stack([np.arange(10.0), np.arange(10.0) % 3])
        model = LogisticRegression().fit(X, X[:, 0] > 4)
        with self.assertRaisesRegex(sarcomarisk.FitError, "x0"):
            model.document("own")
        other = pickle.loads(pickle.dumps(model))
        np.testing.assert_allclose(other.predict_proba(X), model.predict_proba(X), rtol=1e-9, atol=1e-12)
        with np.errstate(over="ignore"):
            cox = CoxRegression().fit(X, structured(np.arange(10.0) + 1, np.arange(10) < 5))
            again = pickle.loads(pickle.dumps(cox))
            np.testing.assert_allclose(again.predict(X), cox.predict(X), rtol=1e-9)
            np.testing.assert_allclose(
                again.predict_survival_function(X, [2, 4.5]), cox.predict_survival_function(X, [2, 4.5]), rtol=1e-9)

    def test_firth_answers_separation(self):
        X = np.arange(10.0).reshape(-1, 1)
        y = X[:, 0] > 4
        plain = LogisticRegression().fit(X, y)
        self.assertTrue(any("separates the outcomes" in each for each in plain.warnings_))
        firth = LogisticRegression(firth=True).fit(X, y)
        self.assertTrue(0 < firth.coef_[0] < 5)


class AnalysisTest(unittest.TestCase):
    @unittest.skipUnless(SARCOMA, "needs the command")
    def test_validations_and_curves_are_the_command_lines(self):
        id = "tcga-limb-trunk-os-2026"
        patients = ROOT / "data" / "tcga_sarc_patients.csv"
        outcome = "Surv(OS_days, OS_event)"
        found = sarcomarisk.validate(
            id, pd.read_csv(patients), outcome, at=["3y"], unit="day")
        self.assertEqual(
            found.text, command("validate", id, str(patients), "--outcome", outcome, "--at", "3y", "--unit", "day"))
        self.assertIn("<svg", found.figure("calibration")._repr_svg_())
        self.assertEqual(pickle.loads(pickle.dumps(found)).text, found.text)
        fit = CoxRegression(SURVIVAL, missing=["RX"]).fit(table())
        own = sarcomarisk.validate(fit, table(), outcome, at="5y", time_unit="day", bootstrap=20, seed=1)
        self.assertIn("optimism", own.json)
        self.assertEqual(repr(own), own.text.split("\n")[0])
        formula = "Surv(OS_days, OS_event) ~ residual_tumor"
        curves = sarcomarisk.survival_curves(formula, table(), missing=["RX"], at=["1y"], test="logrank")
        self.assertEqual(
            curves.text,
            command("survfit", formula, str(TABLE), "--missing", "RX", "--at", "1y", "--test", "logrank"))


    @unittest.skipUnless(SARCOMA, "needs the command")
    def test_updates_and_tests_are_the_command_lines(self):
        id = "sarculator-extremity-os-2016-reconstructed"
        patients = ROOT / "data" / "tcga_sarc_patients.csv"
        outcome = "Surv(OS_days, OS_event)"
        update = sarcomarisk.update(
            id, pd.read_csv(patients), outcome, "slope", "updated", time_unit="day", source=patients.name)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "updated.json")
            self.assertEqual(
                update.text,
                command(
                    "update", id, str(patients), "--outcome", outcome, "--unit", "day", "--method", "slope",
                    "--output", str(path)))
            self.assertEqual(update.document, path.read_bytes())
        self.assertEqual(update.to_model().id, "updated")
        self.assertEqual(pickle.loads(pickle.dumps(update)).document, update.document)

        small = CoxRegression("Surv(OS_days, OS_event) ~ age_years", where="!is.na(extremity)").fit(table())
        large = CoxRegression("Surv(OS_days, OS_event) ~ age_years + extremity").fit(table())
        wald = {each["term"]: each for each in sarcomarisk.anova(large).json["rows"]}
        z = large.coef_ / large.standard_errors_
        self.assertAlmostEqual(wald["age_years"]["statistic"], z[0] ** 2, places=9)
        compared = sarcomarisk.anova(small, large).json

        def log_likelihood(fit):
            return fit.report_["logLikelihood"]["model"]

        loss = 2 * (log_likelihood(large) - log_likelihood(small))
        self.assertAlmostEqual(compared["statistic"], loss, places=9)
        refitted = {each["term"]: each for each in sarcomarisk.anova(large, table=table()).json["rows"]}
        self.assertAlmostEqual(refitted["extremity"]["statistic"], loss, places=9)
        contrast = sarcomarisk.anova(large, contrast="age_years=70 - age_years=50").json["contrasts"]
        self.assertAlmostEqual(contrast[0]["estimate"], 20 * large.coef_[0], places=12)
        with self.assertRaisesRegex(sarcomarisk.QuestionError, "name the table"):
            sarcomarisk.anova(large, test="lr")

    def test_sentences_name_keywords_and_not_flags(self):
        from sarcomarisk._errors import in_python

        for said, wanted in [
            ("Use --firth, or merge levels.", "Use firth=True, or merge levels."),
            ("use --ties efron.", "use ties='efron'."),
            ("the order that --date-format states", "the order that `date_format` states"),
            ("'--firth' is no column, a--b neither", "'--firth' is no column, a--b neither"),
        ]:
            self.assertEqual(in_python(said), wanted)
        with self.assertRaisesRegex(sarcomarisk.FitError, "with `missing`"):
            CoxRegression("Surv(OS_days, OS_event) ~ log(histology)").fit(table())

    def test_ctrl_c_ends_a_resampling(self):
        import signal
        import threading

        fit = CoxRegression("Surv(OS_days, OS_event) ~ age_years").fit(table())
        before = threading.active_count()
        earlier = signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        try:
            with self.assertRaises(KeyboardInterrupt):
                sarcomarisk.validate(
                    fit, table(), "Surv(OS_days, OS_event)", at="5y", time_unit="day", bootstrap=1_000_000)
        finally:
            signal.signal(signal.SIGALRM, earlier)
        self.assertEqual(threading.active_count(), before)


class ScikitLearnTest(unittest.TestCase):
    def test_scikit_learns_checks(self):
        from sklearn.base import clone
        from sklearn.utils.estimator_checks import check_estimator

        expected = {
            "check_sample_weight_equivalence_on_dense_data":
                "of its 15 rows in 10 columns the partial likelihood has no maximum; "
                "test_weights_repeat_rows_under_breslow shows it where there is one",
        }
        for estimator, failures in ((LogisticRegression(), {}), (CoxRegression(), expected)):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results = check_estimator(
                    estimator, expected_failed_checks=failures, on_fail="raise", on_skip=None)
            passed = sum(each["status"] == "passed" for each in results)
            self.assertGreater(passed, 45)
        copy_ = clone(CoxRegression("Surv(t, e) ~ x", ties="exact"))
        self.assertEqual(copy_.get_params()["ties"], "exact")
        self.assertEqual(repr(copy_), "CoxRegression(formula='Surv(t, e) ~ x', ties='exact')")

    def test_it_works_in_a_pipeline_and_a_search(self):
        from sklearn.model_selection import cross_val_score
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        X, time, event = drawn()
        scores = cross_val_score(make_pipeline(StandardScaler(), CoxRegression()), X, structured(time, event), cv=5)
        self.assertTrue((scores > 0.6).all(), scores)


if __name__ == "__main__":
    unittest.main()
