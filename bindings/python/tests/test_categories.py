"""Categorical columns: their order is that of factors, as in R; numbers of R's survival are in survival.json."""

import json
import pathlib
import pickle
import unittest

import numpy as np
import pandas as pd
import sarcomarisk
from sarcomarisk import CoxRegression, LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parents[3]
REFERENCE = json.loads((pathlib.Path(__file__).parent / "survival.json").read_text())
FORMULA = "Surv(OS_days, OS_event) ~ age_years + residual_tumor"


def table():
    """Two factors in an order of their own; RX, which says nothing, is a category too."""
    data = pd.read_csv(ROOT / "data" / "tcga_sarc.csv")
    return data.assign(
        residual_tumor=pd.Categorical(data["residual_tumor"], ["R2", "R0", "R1", "RX", "never"]),
        fnclcc_grade=pd.Categorical(data["fnclcc_grade"], [3, 1, 2]))


class CategoriesTest(unittest.TestCase):
    def test_a_cox_model_takes_the_first_category_as_reference_and_has_rs_numbers(self):
        model = CoxRegression(FORMULA, missing=["RX"]).fit(table())
        self.assertEqual(model.terms_, REFERENCE["terms"])
        # R stops at a step of 1e-11 of the log likelihood, which is quadratic in the coefficients.
        np.testing.assert_allclose(model.coef_, REFERENCE["coefficients"], rtol=1e-9)
        np.testing.assert_allclose(model.covariance_, REFERENCE["covariance"], rtol=1e-7)
        np.testing.assert_allclose(model.coefficients_[["lower", "upper"]], REFERENCE["interval"], rtol=1e-7)
        self.assertEqual(model.coefficients_.index.tolist(), REFERENCE["terms"])
        np.testing.assert_allclose(model.cum_baseline_hazard_[-1], REFERENCE["lastHazard"], rtol=1e-7)
        np.testing.assert_allclose(model.baseline_survival_[-1], np.exp(-REFERENCE["lastHazard"]), rtol=1e-6)
        for name in ("dfbeta", "score", "schoenfeld"):
            with self.subTest(name):
                np.testing.assert_allclose(model.numbers(name)[:5], REFERENCE[name], rtol=1e-6, atol=1e-9)
        self.assertEqual(model.numbers("dfbeta").shape, (model.n_obs_, 3))
        self.assertEqual(model.numbers("schoenfeld").shape, (model.report_["events"], 3))

    def test_a_logistic_model_takes_numbers_that_are_categories_as_a_factor(self):
        reference = REFERENCE["logistic"]
        model = LogisticRegression("OS_event ~ age_years + fnclcc_grade").fit(table())
        self.assertEqual(model.terms_, reference["terms"])
        np.testing.assert_allclose([model.intercept_, *model.coef_], reference["coefficients"], rtol=1e-9)
        np.testing.assert_allclose(model.covariance_, reference["covariance"], rtol=1e-7)
        self.assertEqual(pickle.loads(pickle.dumps(model)).covariance_.tolist(), model.covariance_.tolist())
        self.assertEqual(model.coefficients_.index[0], "(Intercept)")

    def test_numbers_that_are_categories_are_numbers_elsewhere_in_a_formula(self):
        plain = pd.read_csv(ROOT / "data" / "tcga_sarc.csv")
        data = table().assign(OS_event=pd.Categorical(plain["OS_event"]))
        for formula in ("Surv(OS_days, OS_event) ~ age_years", "Surv(OS_days, OS_event) ~ log(fnclcc_grade)"):
            self.assertEqual(
                CoxRegression(formula).fit(data).coef_.tolist(), CoxRegression(formula).fit(plain).coef_.tolist())
        formula = "fnclcc_grade == 3 ~ age_years"
        self.assertEqual(
            LogisticRegression(formula).fit(data).coef_.tolist(), LogisticRegression(formula).fit(plain).coef_.tolist())

    def test_the_second_category_of_an_outcome_is_the_event(self):
        data = pd.read_csv(ROOT / "data" / "tcga_sarc.csv")
        sorted_ = LogisticRegression("sex ~ age_years").fit(data)
        data["sex"] = pd.Categorical(data["sex"], ["male", "female"])
        turned = LogisticRegression("sex ~ age_years").fit(data)
        np.testing.assert_allclose(turned.coef_, -sorted_.coef_, rtol=1e-9)

    def test_stated_levels_come_before_categories(self):
        model = CoxRegression(FORMULA, missing="RX", levels={"residual_tumor": ["R1", "R0", "R2"]}).fit(table())
        self.assertEqual(model.terms_, ["age_years", "residual_tumorR0", "residual_tumorR2"])

    def test_truth_values_that_are_categories_are_truth_values(self):
        data = table().assign(male=lambda frame: frame["sex"] == "male")
        formula = "Surv(OS_days, OS_event) ~ age_years + male"
        wanted = CoxRegression(formula).fit(data)
        found = CoxRegression(formula).fit(data.assign(male=data["male"].astype("category")))
        self.assertEqual((found.terms_, found.coef_.tolist()), (wanted.terms_, wanted.coef_.tolist()))
        self.assertEqual(found.predict(data).tolist(), wanted.predict(data).tolist())

    def test_what_cut_makes_is_a_factor_in_the_order_of_its_intervals(self):
        data = table()
        data["band"] = pd.cut(data["age_years"], [0, 9, 50, 100])
        fit = CoxRegression("Surv(OS_days, OS_event) ~ band").fit(data)
        self.assertEqual(fit.terms_, ["band(50, 100]"])
        np.testing.assert_allclose(pickle.loads(pickle.dumps(fit)).predict(data), fit.predict(data), rtol=1e-12)

    def test_curves_stand_in_the_order_of_categories(self):
        own = {"levels": {"residual_tumor": ["R1", "R0", "R2"]}}
        for options, order in (({}, ["R2", "R0", "R1"]), (own, ["R1", "R0", "R2"])):
            curves = sarcomarisk.survival_curves(
                "Surv(OS_days, OS_event) ~ residual_tumor", table(), missing="RX", **options)
            self.assertEqual(
                [each["group"] for each in curves.json["curves"]], [f"residual_tumor={level}" for level in order])

    def test_a_cluster_is_not_asked_of_who_is_predicted_for(self):
        data = table().assign(race=lambda frame: frame["race"].astype("category"))
        model = CoxRegression("Surv(OS_days, OS_event) ~ age_years + cluster(race)").fit(data)
        self.assertEqual(model.predict(data.assign(race=None)).tolist(), model.predict(data).tolist())

    def test_rows_of_few_categories_are_predicted(self):
        data = table()
        model = CoxRegression(FORMULA, missing=["RX"]).fit(data)
        whole = model.predict(data)
        for row in (0, 5, 40):
            np.testing.assert_array_equal(model.predict(data.iloc[[row]]), whole[[row]])
        blank = data.assign(residual_tumor=None)
        self.assertTrue(np.isnan(model.predict(blank)).all())
        self.assertEqual(model.predict_survival_function(blank, [1, 2, 3]).shape, (len(data), 3))
        self.assertEqual(model.predict(data.iloc[:0]).shape, (0,))

    def test_a_fit_with_categories_or_clusters_is_validated_with_and_without_resampling(self):
        data = table()
        model = CoxRegression(FORMULA, missing=["RX"], cluster="race").fit(data)
        for options in ({}, {"folds": 3, "seed": 1}):
            found = sarcomarisk.validate(model, data, "Surv(OS_days, OS_event)", at="5y", time_unit="day", **options)
            self.assertAlmostEqual(
                found.json["discrimination"]["harrellC"]["estimate"], model.score(data), places=12)


if __name__ == "__main__":
    unittest.main()
