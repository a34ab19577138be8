// Linear predictors and probabilities of many patients: the operations of a program one by one, each
// over a block of rows that stays in the first cache. The Swift twin, one patient at a time, is
// ScoringProgram.swift; both do the same additions and multiplications in the same order.
#include "CKernels.h"

#include <math.h>

#include "exp_lane.h"
#include "hazard_lane.h"
#include "log_lane.h"

#pragma STDC FP_CONTRACT OFF

enum { BLOCK = 256 };

// (u)+^3; a NaN gives 0, and the caller's other terms keep it.
LANE double cube_above(double u) {
  double above = u > 0.0 ? u : 0.0;
  return above * above * above;
}

// c: last knot, slope beyond it, coefficient of x, then (knot, coefficient) of the other knots. Up to
// the last knot the spline is a sum of cubes, from there on a line.
LANE double spline_lane(double x, const double *c, int count) {
  double u = x > c[0] ? c[0] : x;
  double value = c[2] * x + c[1] * (x - u);
  for (int k = 0; k < count; k++) value += c[2 * k + 4] * cube_above(u - c[2 * k + 3]);
  return value;
}

// c: last knot, slope beyond it, first knot of the column, knot before the last, factor of the first
// cube, factor of the second.
LANE double spline_column_lane(double x, const double *c) {
  double u = x > c[0] ? c[0] : x;
  return c[4] * cube_above(u - c[2]) + c[5] * cube_above(u - c[3]) + c[1] * (x - u);
}

// c: (x, y, slope behind it) of each node. NaN beyond the outer nodes.
LANE double piecewise_lane(double x, const double *c, int count) {
  double value = NAN;
  for (int k = 0; k < count; k++) {
    double line = c[3 * k + 1] + (x - c[3 * k]) * c[3 * k + 2];
    value = x >= c[3 * k] ? line : value;
  }
  return x <= c[3 * (count - 1)] ? value : NAN;
}

// The place of x among `count` levels; `count` itself where it has none.
LANE int place_lane(double x, int count) {
  return ((x >= 0.0) & (x < (double)count)) ? (int)x : count;
}

#define FOR_ROWS \
  ROWS_ARE_INDEPENDENT \
  for (int i = 0; i < n; i++)

#define UNARY(expression) \
  { \
    double *restrict y = stack[top - 1]; \
    FOR_ROWS { \
      double b = y[i]; \
      y[i] = (expression); \
    } \
    break; \
  }

#define BINARY(expression) \
  { \
    double *restrict y = stack[top - 2]; \
    const double *restrict right = stack[top - 1]; \
    top--; \
    FOR_ROWS { \
      double a = y[i], b = right[i]; \
      y[i] = (expression); \
    } \
    break; \
  }

LANE void add_spline(
    double *restrict eta, const double *restrict x, const double *restrict c, int count, int n) {
  FOR_ROWS eta[i] += spline_lane(x[i], c, count);
}

LANE void linear_predictors(
    const sarcoma_program *program, const double *const *columns, ptrdiff_t start, int n,
    double *restrict eta, double (*restrict stack)[BLOCK]) {
  int top = 0;
  for (int i = 0; i < n; i++) eta[i] = 0.0;
  for (ptrdiff_t o = 0; o < program->operation_count; o++) {
    const sarcoma_operation operation = program->operations[o];
    const double *restrict c = program->constants + operation.first;
    const double *restrict x =
        operation.covariate < 0 ? program->constants : columns[operation.covariate] + start;
    const int count = operation.count;
    switch (operation.code) {
      case sarcoma_add_linear: {
        const double slope = c[0];
        FOR_ROWS eta[i] += slope * x[i];
        break;
      }
      case sarcoma_add_spline:
        switch (count) {  // a constant count unrolls the loop over knots
          case 2: add_spline(eta, x, c, 2, n); break;
          case 3: add_spline(eta, x, c, 3, n); break;
          case 4: add_spline(eta, x, c, 4, n); break;
          default: for (int i = 0; i < n; i++) eta[i] += spline_lane(x[i], c, count);
        }
        break;
      case sarcoma_add_table:
        FOR_ROWS eta[i] += c[place_lane(x[i], count)];
        break;
      case sarcoma_add_piecewise:
        for (int i = 0; i < n; i++) eta[i] += piecewise_lane(x[i], c, count);
        break;
      case sarcoma_add_product: {
        const double slope = c[0];
        const double *restrict y = stack[--top];
        FOR_ROWS eta[i] += slope * y[i];
        break;
      }
      case sarcoma_push_constant: {
        const double value = c[0];
        double *restrict y = stack[top++];
        FOR_ROWS y[i] = value;
        break;
      }
      case sarcoma_push_covariate: {
        double *restrict y = stack[top++];
        FOR_ROWS y[i] = x[i];
        break;
      }
      case sarcoma_push_level: {
        const double level = count;
        double *restrict y = stack[top++];
        FOR_ROWS y[i] = x[i] == level ? 1.0 : 0.0;
        break;
      }
      case sarcoma_push_spline: {
        double *restrict y = stack[top++];
        FOR_ROWS y[i] = spline_column_lane(x[i], c);
        break;
      }
      case sarcoma_negate: UNARY(-b)
      case sarcoma_absolute: UNARY(fabs(b))
      case sarcoma_square_root:
        // The C library's may set errno, which keeps a loop from being vectorised.
        for (int i = 0; i < n; i++) stack[top - 1][i] = sqrt(stack[top - 1][i]);
        break;
      case sarcoma_exponential: UNARY(exp_lane(b))
      case sarcoma_logarithm: UNARY(log_lane(b))
      case sarcoma_reciprocal: UNARY(1.0 / b)
      case sarcoma_square: UNARY(b * b)
      case sarcoma_cube: UNARY(b * b * b)
      case sarcoma_plus: BINARY(a + b)
      case sarcoma_minus: BINARY(a - b)
      case sarcoma_times: BINARY(a * b)
      case sarcoma_divided: BINARY(a / b)
      case sarcoma_less: BINARY(a < b ? 1.0 : 0.0)
      case sarcoma_less_or_equal: BINARY(a <= b ? 1.0 : 0.0)
      case sarcoma_greater: BINARY(a > b ? 1.0 : 0.0)
      case sarcoma_greater_or_equal: BINARY(a >= b ? 1.0 : 0.0)
      case sarcoma_minimum: BINARY(((a < b) | (a != a)) ? a : b)
      case sarcoma_maximum: BINARY(((a > b) | (a != a)) ? a : b)
      case sarcoma_logarithm_plus_one:
      case sarcoma_power:
      case sarcoma_store:
      case sarcoma_store_spline:
      case sarcoma_store_levels: break;
    }
  }
}

LANE void answers_of(
    const sarcoma_answer *answer, const double *const *columns, ptrdiff_t start, int n,
    double *restrict eta) {
  const double at = answer->at;
  if (answer->kind == sarcoma_answer_linear_predictor) return;
  if (answer->kind == sarcoma_answer_logistic) {
    FOR_ROWS eta[i] = 1.0 / (1.0 + 1.0 / relative_hazard(eta[i], at));
    return;
  }
  if (answer->stratum_covariate < 0) {
    const double hazard = answer->hazards[0];
    FOR_ROWS eta[i] = exp_lane(-(hazard * relative_hazard(eta[i], at)));
  } else {
    const double *restrict x = columns[answer->stratum_covariate] + start;
    const double *restrict hazards = answer->hazards;
    const int count = answer->stratum_count;
    FOR_ROWS {
      double hazard = hazards[place_lane(x[i], count)];
      eta[i] = exp_lane(-(hazard * relative_hazard(eta[i], at)));
    }
  }
  if (answer->kind == sarcoma_answer_incidence) {
    FOR_ROWS eta[i] = 1.0 - eta[i];
  }
}

KERNEL void sarcoma_score_columns(
    const sarcoma_program *program, const sarcoma_answer *answer, const double *const *columns,
    ptrdiff_t row_count, double *answers) {
  double stack[sarcoma_greatest_depth][BLOCK];
  for (ptrdiff_t start = 0; start < row_count; start += BLOCK) {
    const int n = row_count - start < BLOCK ? (int)(row_count - start) : BLOCK;
    linear_predictors(program, columns, start, n, answers + start, stack);
    answers_of(answer, columns, start, n, answers + start);
  }
}
