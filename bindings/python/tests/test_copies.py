"""A copy of a fit answers what the fit answers, and refuses what it refuses; a fit knows when its table has changed."""

import pathlib
import pickle
import unittest
import warnings

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk import CoxRegression, LogisticRegression

TABLE = pathlib.Path(__file__).resolve().parents[3] / "data" / "tcga_sarc.csv"
FORMULA = "Surv(OS_days, OS_event) ~ age_years + residual_tumor"
#: The last follow-up of anybody, and of the men: the greatest times of the table.
LAST, LAST_MALE = 5723.0, 4150.0


def table():
    return pd.read_csv(TABLE)


def both(estimator, data):
    fit = estimator.fit(data)
    return fit, pickle.loads(pickle.dumps(fit))


class CopiesTest(unittest.TestCase):
    def test_what_a_fit_does_not_know_is_refused_by_its_copy_too(self):
        data = table()
        odd = data.iloc[:3].assign(residual_tumor=["R0", "R9", None])
        for estimator in (
            CoxRegression(FORMULA, missing=["RX"]),
            LogisticRegression("OS_event ~ age_years + residual_tumor", missing=["RX"]),
        ):
            for each in both(estimator, data):
                ask = each.predict if isinstance(each, CoxRegression) else each.predict_proba
                with self.assertRaisesRegex(sarcomarisk.FitError, "'R9'"):
                    ask(odd)
                with self.assertRaisesRegex(sarcomarisk.FitError, "There is no column 'residual_tumor'"):
                    ask(data.drop(columns="residual_tumor"))
                with self.assertRaises(sarcomarisk.FitError):
                    ask(data.iloc[:3].assign(age_years=[60, np.inf, 50], residual_tumor="R0"))
                known = np.isnan(ask(odd.assign(residual_tumor=["R0", "RX", None])))
                self.assertEqual(known.reshape(3, -1)[:, 0].tolist(), [False, True, True])

    def test_numbers_that_mean_missing_are_missing_in_a_copy(self):
        data = table()
        fit, copy = both(CoxRegression("Surv(OS_days, OS_event) ~ age_years", missing=["60"]), data)
        self.assertTrue(np.isnan(fit.predict(data)).any())
        np.testing.assert_allclose(copy.predict(data), fit.predict(data), rtol=1e-12)

    def test_truth_values_of_any_kind_are_the_same_numbers(self):
        data = table()
        data["sex"] = data["sex"] == "male"
        formula = "Surv(OS_days, OS_event) ~ age_years + sex"
        fit, copy = both(CoxRegression(formula), data)
        objects = data.assign(sex=data["sex"].astype(object))
        self.assertEqual(CoxRegression(formula).fit(objects).terms_, fit.terms_)
        for kind in (object, "boolean", int):
            other = data.assign(sex=data["sex"].astype(kind))
            np.testing.assert_array_equal(fit.predict(other), fit.predict(data))
            np.testing.assert_allclose(copy.predict(other), fit.predict(data), rtol=1e-12)

    def test_survival_at_any_time_is_the_fits(self):
        data = table()
        times = [0, -5, 1e-9, 365.25, 1000, 1000, 5, LAST, LAST + 1, 1e9]
        for formula in (FORMULA, "Surv(OS_days, OS_event) ~ age_years + strata(sex)"):
            fit, copy = both(CoxRegression(formula, missing=["RX"]), data)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                wanted = fit.predict_survival_function(data, times)
                np.testing.assert_allclose(copy.predict_survival_function(data, times), wanted, rtol=1e-12)
                np.testing.assert_allclose(
                    copy.predict_cumulative_hazard_function(data, times), -np.log(wanted), rtol=1e-12, atol=1e-15)
                many = np.arange(3000.0)
                np.testing.assert_allclose(
                    copy.predict_survival_function(data, many), fit.predict_survival_function(data, many), rtol=1e-12)
            self.assertEqual(fit.predict_survival_function(data, []).shape, (len(data), 0))
            self.assertEqual(fit.predict_survival_function(data, 365).shape, (len(data), 1))
            with self.assertRaisesRegex(ValueError, "NaN is no time"):
                fit.predict_survival_function(data, [np.nan])

    def test_a_copy_is_validated_as_its_fit_is(self):
        data, survival = table(), "Surv(OS_days, OS_event)"
        cases = [
            (CoxRegression(FORMULA, missing=["RX"]), survival, {}),
            (CoxRegression(FORMULA, missing=["RX"]), survival, {"at": np.array(["2y", "4y"]), "folds": 3, "seed": 1}),
            (LogisticRegression("OS_event ~ age_years"), "OS_event == 1", {}),
        ]
        for estimator, outcome, options in cases:
            wanted, found = (sarcomarisk.validate(each, data, outcome, **options) for each in both(estimator, data))
            self.assertEqual(found.text, wanted.text)

    def test_times_are_a_text_a_list_or_an_array(self):
        data = table()
        wanted = sarcomarisk.survival_curves("Surv(OS_days, OS_event) ~ 1", data, at=["1y", "5y"]).text
        for at in ("1y,5y", ("1y", "5y"), np.array(["1y", "5y"])):
            self.assertEqual(sarcomarisk.survival_curves("Surv(OS_days, OS_event) ~ 1", data, at=at).text, wanted)

    def test_survival_that_is_carried_on_says_so(self):
        data = table()
        cases = [
            ("Surv(OS_days, OS_event) ~ age_years", LAST, f"the last follow-up is at {LAST:g}"),
            ("Surv(OS_days, OS_event) ~ age_years + strata(sex)", LAST_MALE, f"of a stratum is at {LAST_MALE:g}"),
        ]
        for formula, last, words in cases:
            for each in both(CoxRegression(formula), data):
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    each.predict_survival_function(data, [100, last])
                    each.predict_survival_function(data)
                with self.assertWarnsRegex(UserWarning, words):
                    each.predict_survival_function(data, [100, last + 1])

    def test_a_table_that_was_changed_after_the_fit_is_noticed(self):
        X = np.asfortranarray(np.random.default_rng(1).normal(size=(60, 2)))
        model = CoxRegression().fit(X, np.arange(1.0, 61))
        first = model.coef_.tolist()
        X[:, 0] *= -2
        for ask in (
            model.summary, model.ph_test, lambda: model.report_, lambda: model.document_,
            lambda: model.numbers("linearPredictors"),
        ):
            with self.assertRaisesRegex(ValueError, "the table was changed after the fit"):
                ask()
        self.assertEqual(model.coef_.tolist(), first)
        new = np.array([[0.5, 1.0]])
        np.testing.assert_allclose(pickle.loads(pickle.dumps(model)).predict(new), model.predict(new), rtol=1e-12)
        # One cell is seen where the fit is made once more.
        long = np.asfortranarray(np.random.default_rng(1).normal(size=(5000, 2)))
        model = CoxRegression().fit(long, np.arange(1.0, 5001))
        long[3, 0] = 9
        with self.assertRaisesRegex(ValueError, "the table was changed after the fit"):
            model.summary()


class FitTest(unittest.TestCase):
    def test_rows_that_were_used_are_counted(self):
        model = CoxRegression(FORMULA, missing=["RX"], where='sex == "male"').fit(table())
        self.assertEqual(model.n_obs_, model.report_["n"])
        self.assertLess(model.n_obs_, len(table()))

    def test_an_effect_over_time_is_fitted_counted_and_copied(self):
        model = CoxRegression("Surv(OS_days, OS_event) ~ age_years + tt(age_years * log(t))").fit(table())
        copy = pickle.loads(pickle.dumps(model))
        self.assertEqual((model.n_obs_, copy.n_obs_), (261, 261))
        self.assertEqual(copy.coefficients_["estimate"].tolist(), model.coef_.tolist())

    def test_options_may_be_numpys(self):
        data = table()
        plain = CoxRegression(FORMULA, missing=["RX"], ridge=1, robust=True, iterations=30).fit(data)
        odd = CoxRegression(
            FORMULA, missing=np.array(["RX"]), ridge=np.int64(1), robust=np.bool_(True), iterations=np.int32(30))
        odd.fit(data)
        self.assertEqual(odd.coef_.tolist(), plain.coef_.tolist())
        with self.assertRaisesRegex(TypeError, "an option is set"):
            CoxRegression(FORMULA, missing={"RX"}).fit(data)

    def test_coefficients_are_a_frame_of_the_reports_numbers(self):
        for model in (
            CoxRegression(FORMULA, missing=["RX"], robust=True).fit(table()),
            LogisticRegression("OS_event ~ age_years").fit(table()),
        ):
            rows = model.report_["coefficients"]
            frame = model.coefficients_
            self.assertEqual(frame.index.tolist(), [each["term"] for each in rows])
            self.assertEqual(frame["p"].tolist(), [each["p"] for each in rows])
            self.assertEqual(frame[["lower", "upper"]].to_numpy().tolist(), [each["interval"] for each in rows])
            self.assertEqual(frame["standard_error"].tolist()[-1], model.standard_errors_[-1])
            np.testing.assert_allclose(frame.iloc[:, 2], np.exp(frame["estimate"]), rtol=1e-15)
            self.assertTrue(pickle.loads(pickle.dumps(model)).coefficients_.equals(frame))

    def test_logarithms_of_probabilities_are_exact_far_out(self):
        model = LogisticRegression().fit([[0.0], [1], [2], [3], [4], [5]], [0, 1, 0, 1, 0, 1])
        near = np.array([[0.5], [2.0]])
        np.testing.assert_allclose(model.predict_log_proba(near), np.log(model.predict_proba(near)), rtol=1e-12)
        far = model.predict_log_proba([[1e6]])
        self.assertTrue(np.isfinite(far).all() and far[0, 0] < -1000)


if __name__ == "__main__":
    unittest.main()
