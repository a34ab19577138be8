#include "CKernels.h"

#include <math.h>
#include <string.h>

#include "exp_lane.h"
#include "log_lane.h"

// A fit need not have the same bits on every processor.
#pragma STDC FP_CONTRACT ON

// With z_i = (1, x_i), r_i = w_i exp(eta_i), S = sum r z z' over those at risk at an event time, D the
// same over its d deaths, and f_k = k / d (Efron) or 0 (Breslow): the first row of S holds sum r and
// sum r x, the rest sum r x x', so that with m = (S - f D)'s first row over its first element
//
//   l = sum over deaths w eta  - sum over k (W/d) log(S_00 - f D_00)
//   U = sum over deaths w z    - sum over k (W/d) m
//   I = sum over k (W/d) ((S - f D) / (S_00 - f D_00) - m m')
//
// A width known to the compiler keeps the rows of S in vector registers.

// Writes r; answers 0 if an eta is not within +-300.
LANE int fill_risk(const sarcoma_cox_data *data, const double *b, double *restrict risk) {
  const ptrdiff_t n = data->row_count;
  if (data->offset) {
    memcpy(risk, data->offset, n * sizeof *risk);
  } else {
    memset(risk, 0, n * sizeof *risk);
  }
  for (int j = 0; j < data->covariate_count; j++) {
    const double *x = data->columns + n * j;
    const double bj = b[j];
    ROWS_ARE_INDEPENDENT
    for (ptrdiff_t i = 0; i < n; i++) risk[i] += bj * x[i];
  }
  int64_t outside = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    outside |= !(fabs(risk[i]) <= 300);
    risk[i] = exp_lane(risk[i]);
  }
  if (data->weights) {
    for (ptrdiff_t i = 0; i < n; i++) risk[i] *= data->weights[i];
  }
  return !outside;
}

LANE double sum_over_deaths(const sarcoma_cox_data *data, const double *b) {
  double sum = data->dying_offset;
  for (int j = 0; j < data->covariate_count; j++) sum += b[j] * data->dying[j];
  return sum;
}

// sum log(x) of n <= 4096 positive normal numbers: the logarithm of their mantissas' product, which
// stays below 2^512 in each of eight lanes, and the sum of their exponents.
LANE double sum_of_logs(const double *restrict x, ptrdiff_t n) {
  const uint64_t mantissa = 0x000fffffffffffff, one = 0x3ff0000000000000;
  double products[8], sum = 0;
  int64_t exponents[8] = {0}, exponent = 0;
  for (int k = 0; k < 8; k++) products[k] = 1;
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) {
      const uint64_t bits = bits_of(x[i + k]);
      products[k] *= double_of((bits & mantissa) | one);
      exponents[k] += (int64_t)(bits >> 52) - 1023;
    }
  }
  for (; i < n; i++) sum += log_lane(x[i]);
  for (int k = 0; k < 8; k++) {
    sum += log_lane(products[k]);
    exponent += exponents[k];
  }
  return sum + (double)exponent * 0x1.62e42fefa39efp-1;
}

// sum weights log(x).
LANE double weighted_sum_of_logs(
    const double *restrict x, const double *restrict weights, ptrdiff_t n) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += weights[i] * log_lane(x[i]);
  return sum;
}

typedef double Four __attribute__((vector_size(32), aligned(8)));
typedef double Eight __attribute__((vector_size(64), aligned(8)));

#define VECTOR Four
#define WIDTH 4
#define NAME(name) name##_of_4
#include "cox_sums_of_width.h"
#undef VECTOR
#undef WIDTH
#undef NAME

#define VECTOR Eight
#define WIDTH 8
#define NAME(name) name##_of_8
#include "cox_sums_of_width.h"

KERNEL double sarcoma_cox_sums(
    const sarcoma_cox_data *data, const double *b, double *scratch, double *gradient,
    double *information) {
  return sarcoma_cox_width(data->covariate_count) == 4
      ? sums_of_4(data, b, scratch, gradient, information)
      : sums_of_8(data, b, scratch, gradient, information);
}
