#include "CKernels.h"

#include <math.h>

#include "eight_lanes.h"
#include "log_lane.h"

// A fit need not have the same bits on every processor.
#pragma STDC FP_CONTRACT ON

// With r_i = w_i exp(eta_i), S the sum of r z, z = (1, x), over those at risk at a death, D that over
// the d who die at its time, v = W / d their mean weight, and f_k = k / d (Efron) or 0 (Breslow):
// the k-th of them (from 0) has the denominators T = S - f_k D and the hazard v / T_0, and
//
//   l = sum over deaths of w eta - v log T_0
//   U = sum_i (w_i event_i - c_i) x_i
//   I = sum_i c_i x_i x_i' - sum over deaths of v (T_x / T_0) (T_x / T_0)'
//
// where c_i = r_i H_i, H_i the hazard that row i lives through: all up to its time, but where its own
// death is tied only the (1 - f_k)-th parts of that time's.
//
// Rows fall in time: S is a running sum over the rows up to a death's, H one from the last row up.
// Both first run as if no deaths were tied; the rows of tied deaths are then set right. Of a tie the
// last row stands for the first of the deaths (k = 0), the row before it for the second, and so on.

// The most covariates.
#define MOST 8

#define SHORT_LOOP _Pragma("clang loop vectorize(disable)")

// Arrays of rows.
typedef struct {
  double *risk;      // r
  double *hazard;    // H, less what `hazard_behind` holds
  double *inverses;  // 1 / T_0
  double *totals;    // T, each of its p + 1 elements an array, less what `totals_before` holds
} Rows;

// Running sums over a stratum's other lanes.
typedef struct {
  Eight totals_before[MOST + 1], hazard_behind;
} Lanes;

typedef struct {
  Eight gradient[MOST], information[MOST][MOST], linear_predictors;
  EightBits outside;  // negative where an eta is beyond +-300
  // The product of 1 / T_0 over deaths, as its mantissa and exponent.
  Eight mantissas;
  EightBits exponents;
} Sums;

// Fills risks and totals.
LANE void add_risks(
    const sarcoma_cox_data *data, const int p, const double *b, ptrdiff_t from, ptrdiff_t to,
    Rows rows, Lanes *lanes, Sums *sums) {
  const ptrdiff_t n = data->count;
  const double *columns = data->columns, *weights = data->weights, *offset = data->offset;
  const double *event_weights = data->event_weights;
  bool is_zero = !offset;
  for (int j = 0; j < p; j++) is_zero &= b[j] == 0;
  // The bits of numbers above zero, NaN above all, order as the numbers do.
  const int64_t bits_of_300 = 0x4072c00000000000, sign = INT64_MIN;
  EightBits outside = sums->outside;
  Eight linear_predictors = sums->linear_predictors, totals[MOST + 1];
  for (int j = 0; j <= p; j++) totals[j] = broadcast(0);
  for (ptrdiff_t i = from; i < to; i += 8) {
    Eight risk = broadcast(1);
    if (!is_zero) {
      Eight eta = offset ? load(offset + i) : broadcast(0);
      for (int j = 0; j < p; j++) eta += b[j] * load(columns + n * j + i);
      outside |= bits_of_300 - ((EightBits)eta & ~sign);
      linear_predictors += load(event_weights + i) * eta;
      risk = exp_within_300(eta);
    }
    if (weights) risk *= load(weights + i);
    store(risk, rows.risk + i);
    totals[0] += risk;
    store(totals[0], rows.totals + i);
    for (int j = 1; j <= p; j++) {
      totals[j] += risk * load(columns + n * (j - 1) + i);
      store(totals[j], rows.totals + n * j + i);
    }
  }
  sums->outside = outside;
  sums->linear_predictors = linear_predictors;
  for (int j = 0; j <= p; j++) lanes->totals_before[j] = sums_before(totals[j]);
}

// Adds to the totals at tied deaths what later rows of the tie hold, and takes f D from them. The last
// row is right as it is: nothing lies behind it, and it counts as the first to die, whose f is 0.
LANE void share_totals(
    const sarcoma_cox_data *data, const int p, const sarcoma_tied_deaths *tied, Rows rows) {
  const ptrdiff_t n = data->count;
  const int32_t *places = data->tied_rows + tied->first;
  double dying[MOST + 1], later[MOST + 1];
  for (int j = 0; j <= p; j++) dying[j] = 0;
  SHORT_LOOP
  for (int k = 0; k < tied->count; k++) {
    const double *x = data->columns + places[k], r = rows.risk[places[k]];
    dying[0] += r;
    for (int j = 0; j < p; j++) dying[j + 1] += r * x[n * j];
  }
  for (int j = 0; j <= p; j++) later[j] = dying[j];
  SHORT_LOOP
  for (int k = 0; k < tied->count - 1; k++) {
    const double *x = data->columns + places[k], r = rows.risk[places[k]];
    const double f = (tied->count - 1 - k) * tied->share;
    double *totals = rows.totals + places[k];
    later[0] -= r;
    totals[0] += later[0] - f * dying[0];
    for (int j = 1; j <= p; j++) {
      later[j] -= r * x[n * (j - 1)];
      totals[n * j] += later[j] - f * dying[j];
    }
  }
}

// The same for a tie of two, as most are.
LANE void share_totals_of_two(
    const sarcoma_cox_data *data, const int p, const sarcoma_tied_deaths *tied, Rows rows) {
  const ptrdiff_t n = data->count, first = data->tied_rows[tied->first];
  const ptrdiff_t second = data->tied_rows[tied->first + 1];
  const double *x = data->columns, f = tied->share;
  const double own = f * rows.risk[first], other = (1 - f) * rows.risk[second];
  double *totals = rows.totals + first;
  totals[0] += other - own;
  for (int j = 0; j < p; j++) {
    totals[n * (j + 1)] += other * x[n * j + second] - own * x[n * j + first];
  }
}

// Takes the exponents from positive normal numbers, which leaves them in 1 ..< 2.
LANE Eight mantissas(Eight x, EightBits *exponents) {
  const int64_t mantissa = 0x000fffffffffffff, one = 0x3ff0000000000000;
  *exponents += ((EightBits)x >> 52) - 1023;
  return (Eight)(((EightBits)x & mantissa) | one);
}

// Fills inverses and hazards, and multiplies the inverses of deaths: for n <= 4096 positive normal
// numbers the product of their mantissas stays below 2^512 in each lane.
LANE void add_hazards(
    const sarcoma_cox_data *data, ptrdiff_t from, ptrdiff_t to, Rows rows, Lanes *lanes,
    Sums *sums) {
  const double *death_weights = data->death_weights;
  const Eight before = lanes->totals_before[0];
  Eight hazard = broadcast(0), products = sums->mantissas;
  EightBits exponents = sums->exponents;
  for (ptrdiff_t i = to - 8; i >= from; i -= 8) {
    const Eight inverse = 1 / (load(rows.totals + i) + before), weight = load(death_weights + i);
    hazard += weight * inverse;
    store(inverse, rows.inverses + i);
    store(hazard, rows.hazard + i);
    products *= mantissas(choose(weight != 0, inverse, broadcast(1)), &exponents);
  }
  sums->mantissas = products;
  sums->exponents = exponents;
  lanes->hazard_behind = sums_behind(hazard);
}

// Adds to the hazards at tied deaths that of earlier rows of the tie, and takes the f-th parts away.
LANE void share_hazards(
    const sarcoma_cox_data *data, const int deaths, const sarcoma_tied_deaths *tied, Rows rows) {
  const int32_t *places = data->tied_rows + tied->first;
  const double weight = data->death_weights[places[0]];
  double missing = 0;
  SHORT_LOOP
  for (int k = 0; k < deaths - 1; k++) {
    missing -= (deaths - 1 - k) * tied->share * weight * rows.inverses[places[k]];
  }
  SHORT_LOOP
  for (int k = 0; k < deaths; k++) {
    rows.hazard[places[k]] += missing;
    missing += weight * rows.inverses[places[k]];
  }
}

LANE void add_derivatives(
    const sarcoma_cox_data *data, const int p, ptrdiff_t from, ptrdiff_t to, Rows rows,
    const Lanes lanes, Sums *sums) {
  const ptrdiff_t n = data->count;
  const double *columns = data->columns;
  const double *event_weights = data->event_weights, *death_weights = data->death_weights;
  Eight gradient[MOST], information[MOST][MOST];
  for (int j = 0; j < p; j++) {
    gradient[j] = sums->gradient[j];
    for (int k = j; k < p; k++) information[j][k] = sums->information[j][k];
  }
  for (ptrdiff_t i = from; i < to; i += 8) {
    const Eight exposure = load(rows.risk + i) * (load(rows.hazard + i) + lanes.hazard_behind);
    const Eight residual = load(event_weights + i) - exposure;
    const Eight inverse = load(rows.inverses + i);
    const Eight square = load(death_weights + i) * inverse * inverse;
    Eight x[MOST], totals[MOST];
    for (int j = 0; j < p; j++) {
      x[j] = load(columns + n * j + i);
      totals[j] = load(rows.totals + n * (j + 1) + i) + lanes.totals_before[j + 1];
    }
    for (int j = 0; j < p; j++) {
      gradient[j] += residual * x[j];
      const Eight exposed = exposure * x[j], squared = square * totals[j];
      for (int k = j; k < p; k++) {
        information[j][k] += exposed * x[k];
        information[j][k] -= squared * totals[k];
      }
    }
  }
  for (int j = 0; j < p; j++) {
    sums->gradient[j] = gradient[j];
    for (int k = j; k < p; k++) sums->information[j][k] = information[j][k];
  }
}

// The logarithm of a product over all lanes.
LANE double log_of_product(Eight products, EightBits exponents) {
  const Eight m = mantissas(products, &exponents);
  const double product = ((m[0] * m[4]) * (m[2] * m[6])) * ((m[1] * m[5]) * (m[3] * m[7]));
  int64_t exponent = 0;
  for (int k = 0; k < 8; k++) exponent += exponents[k];
  return log_lane(product) + (double)exponent * 0x1.62e42fefa39efp-1;
}

// sum weights log x.
LANE double weighted_sum_of_logs(
    const double *restrict x, const double *restrict weights, ptrdiff_t n) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += weights[i] * log_lane(x[i]);
  return sum;
}

// A number of columns known to the compiler keeps the sums in vector registers.
LANE double sums_of(
    const int p, const sarcoma_cox_data *data, const double *given, double *scratch,
    double *gradient, double *information) {
  const ptrdiff_t n = data->count;
  const int covariates = data->covariate_count;
  const Rows rows = {scratch, scratch + n, scratch + 2 * n, scratch + 3 * n};
  double b[MOST];
  Sums sums;
  sums.linear_predictors = broadcast(0);
  sums.outside = sums.exponents = (EightBits){0};
  sums.mantissas = broadcast(1);
  for (int j = 0; j < p; j++) {
    b[j] = j < covariates ? given[j] : 0;
    sums.gradient[j] = broadcast(0);
    for (int k = j; k < p; k++) sums.information[j][k] = broadcast(0);
  }
  ptrdiff_t from = 0, first_tie = 0;
  for (ptrdiff_t stratum = 0; stratum < data->stratum_count; stratum++) {
    const ptrdiff_t to = data->stratum_ends[stratum];
    Lanes lanes;
    add_risks(data, p, b, from, to, rows, &lanes, &sums);
    ptrdiff_t tie = first_tie;
    for (; tie < data->tied_deaths_count; tie++) {
      const sarcoma_tied_deaths *tied = data->tied_deaths + tie;
      if (data->tied_rows[tied->first] >= to) break;
      if (tied->count == 2) share_totals_of_two(data, p, tied, rows);
      else share_totals(data, p, tied, rows);
    }
    add_hazards(data, from, to, rows, &lanes, &sums);
    for (; first_tie < tie; first_tie++) {
      const sarcoma_tied_deaths *tied = data->tied_deaths + first_tie;
      if (tied->count == 2) share_hazards(data, 2, tied, rows);
      else share_hazards(data, tied->count, tied, rows);
    }
    add_derivatives(data, p, from, to, rows, lanes, &sums);
    from = to;
  }
  if (any_lane(sums.outside < 0)) return NAN;
  for (int j = 0; j < covariates; j++) {
    gradient[j] = sum_of_lanes(sums.gradient[j]);
    for (int k = j; k < covariates; k++) {
      information[covariates * j + k] = sum_of_lanes(sums.information[j][k]);
    }
  }
  // - log T_0 is the logarithm of its inverse.
  return sum_of_lanes(sums.linear_predictors) +
      (data->is_weighted ? weighted_sum_of_logs(rows.inverses, data->death_weights, n)
                         : log_of_product(sums.mantissas, sums.exponents));
}

KERNEL double sarcoma_cox_sums(
    const sarcoma_cox_data *data, const double *b, double *scratch, double *gradient,
    double *information) {
  switch (sarcoma_cox_columns(data->covariate_count)) {
    case 3: return sums_of(3, data, b, scratch, gradient, information);
    case 7: return sums_of(7, data, b, scratch, gradient, information);
    default: return sums_of(MOST, data, b, scratch, gradient, information);
  }
}
