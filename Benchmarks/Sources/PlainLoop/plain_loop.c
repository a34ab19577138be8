#include "plain_loop.h"

#include <math.h>

static double cube(double u) { return u > 0 ? u * u * u : 0; }

static double spline(const double *t, const double *b, double x) {
  double range = t[3] - t[0], eta = b[0] * x;
  for (int j = 0; j < 2; j++) {
    double column = cube(x - t[j]) - cube(x - t[2]) * (t[3] - t[j]) / (t[3] - t[2]) +
                    cube(x - t[3]) * (t[2] - t[j]) / (t[3] - t[2]);
    eta += b[j + 1] * column / (range * range);
  }
  return eta;
}

void plain_score(const plain_model *model, const double *age, const double *size,
                 const double *level, long n, double *survival) {
  for (long i = 0; i < n; i++) {
    double eta = spline(model->knots[0], model->spline[0], age[i]) +
                 spline(model->knots[1], model->spline[1], size[i]) + model->table[(int)level[i]];
    survival[i] = exp(-model->hazard * exp(eta));
  }
}
