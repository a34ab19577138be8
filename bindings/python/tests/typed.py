"""What a type checker knows of the package: run.sh has mypy read this file in its strict mode, and nobody runs it."""

from typing import Any, assert_type

import numpy as np
import pandas as pd
import sarcomarisk
from numpy.typing import NDArray

frame = pd.DataFrame({"age": [61.0], "size": [12.0]})
model = sarcomarisk.load_model("tcga-limb-trunk-os-2026", at=["1y", 5])
assert_type(model.score({"age": 61, "size": "12 cm"}), sarcomarisk.Prediction)
assert_type(model.score({"age": 61, "size": None}).probabilities, list[float])
assert_type(model.score(frame), pd.DataFrame)
assert_type(model.score({"age": [61.0], "size": [12.0]}), dict[str, NDArray[Any]])
assert_type(model.benefit(frame, hazard_ratio=0.8), pd.DataFrame)
assert_type(sarcomarisk.benefit({"age": 61}, model=model).eligible, bool | None)
assert_type(model.encode({"age": 61, "size": 12}), NDArray[np.float64])
assert_type(sarcomarisk.compare({"age": 61}).results, list[dict[str, Any]])
assert_type(model.nomogram()._repr_svg_(), str)

fit = sarcomarisk.CoxRegression("Surv(time, event) ~ age", ties="breslow").fit(frame)
assert_type(fit, sarcomarisk.CoxRegression)
assert_type(fit.set_params(ties="efron"), sarcomarisk.CoxRegression)
assert_type(fit.coef_, NDArray[np.float64])
assert_type(fit.coefficients_, pd.DataFrame)
assert_type(fit.predict_survival_function(frame, [1, 5]), NDArray[np.float64])
assert_type(fit.ph_test(), dict[str, list[Any]])
assert_type(fit.to_model("own", horizons=["5y"]), sarcomarisk.Model)
assert_type(sarcomarisk.LogisticRegression().fit([[1.0], [2.0]], [0, 1]).predict_proba([[1.0]]), NDArray[np.float64])
assert_type(sarcomarisk.validate(fit, frame, "Surv(time, event)", at="5y").json, dict[str, Any])
