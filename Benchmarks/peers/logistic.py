"""Times glum's unpenalised logistic fit. Arguments: directory n p long."""

import sys
import time

import glum
import numpy

directory, n, p = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
columns = [numpy.fromfile(f"{directory}/x{j + 1}", dtype="<f8") for j in range(p)]
x = numpy.asfortranarray(numpy.column_stack(columns))
y = numpy.fromfile(f"{directory}/event", dtype="<f8")
print("text glum", glum.__version__)
for _ in range(5):
    wall, processor = time.perf_counter(), time.process_time()
    model = glum.GeneralizedLinearRegressor(family="binomial", alpha=0).fit(x, y)
    print("time glum", time.perf_counter() - wall, time.process_time() - processor)
print("value coefficients", model.intercept_, *model.coef_)
