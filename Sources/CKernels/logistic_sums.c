#include "CKernels.h"

#include <math.h>
#include <string.h>

#include "eight_lanes.h"
#include "log_lane.h"

// A fit need not have the same bits on every processor.
#pragma STDC FP_CONTRACT ON

// With eta = X b + offset, the margin m = eta at an event and -eta elsewhere, and e = exp(-|m|):
//
//   l = sum w (min(m, 0) - log(1 + e))
//   r = w (event - p),  event - p = +-e / (1 + e) where m >= 0, else +-1 / (1 + e)
//   v = w p (1 - p) = w e / (1 + e)^2
//   U = X' r,  I = X' diag(v) X
//
// Rows are packed in blocks that stay in the cache: a column of ones first, if there is an intercept,
// then the covariates, then columns of zeros up to a multiple of four; rows up to a multiple of eight,
// those behind the last with r = v = 0. The rows of a block are then multiplied by the root of v, and
// products are summed four columns by four, which is what a core's registers hold.

// Half an Eight: sixteen sums of four fill half of the registers of AVX-512, and leave room.
typedef double Four __attribute__((vector_size(32), aligned(8)));

LANE Four load_four(const double *x) { return *(const Four *)x; }

enum { most_rows = 256, most_elements = 32768 };

static inline int padded_to_four(int count) { return (count + 3) / 4 * 4; }

static inline int parameter_count(const sarcoma_logistic_data *data) {
  return data->column_count + (data->has_intercept ? 1 : 0);
}

static inline ptrdiff_t block_rows(int padded) {
  const ptrdiff_t rows = padded < 1 ? most_rows : most_elements / padded / 8 * 8;
  return rows < 8 ? 8 : rows > most_rows ? most_rows : rows;
}

ptrdiff_t sarcoma_logistic_scratch(int parameter_count) {
  const int padded = padded_to_four(parameter_count);
  return block_rows(padded) * (padded + 3);
}

// A block of rows: packed columns `rows` apart, and e.g. residuals one a row.
typedef struct {
  ptrdiff_t rows;  // a multiple of eight
  double *columns, *eta, *residuals, *variances;
} Block;

LANE Block block_of(double *scratch, ptrdiff_t size, int padded) {
  Block block;
  block.columns = scratch;
  block.eta = scratch + size * padded;
  block.residuals = block.eta + size;
  block.variances = block.residuals + size;
  return block;
}

// Packs `rows` rows from `start` on, with their linear predictors.
LANE void pack(
    const sarcoma_logistic_data *data, const double *b, ptrdiff_t start, ptrdiff_t rows, int padded,
    Block *block) {
  const ptrdiff_t all = (rows + 7) / 8 * 8;
  double *restrict eta = block->eta;
  double *out = block->columns;
  block->rows = all;
  if (data->offset) {
    memcpy(eta, data->offset + start, rows * sizeof(double));
  } else {
    for (ptrdiff_t i = 0; i < rows; i++) eta[i] = 0;
  }
  for (ptrdiff_t i = rows; i < all; i++) eta[i] = 0;
  if (data->has_intercept) {
    for (ptrdiff_t i = 0; i < all; i++) out[i] = 1;
    for (ptrdiff_t i = 0; i < all; i++) eta[i] += b[0];
    b++;
    out += all;
  }
  // The next block is fetched while this one is worked on: a column lies in pages of its own, where a
  // processor does not see it coming.
  const ptrdiff_t left = data->count - start - rows;
  const ptrdiff_t ahead = left < rows ? left : rows;
  for (int j = 0; j < data->column_count; j++, out += all) {
    const double *restrict x = data->columns + data->stride * j + start;
    double *restrict copy = out;
    const double slope = b[j];
    for (ptrdiff_t i = 0; i < ahead; i += 8) __builtin_prefetch(x + rows + i, 0, 2);
    for (ptrdiff_t i = 0; i < rows; i++) {
      copy[i] = x[i];
      eta[i] += slope * x[i];
    }
    for (ptrdiff_t i = rows; i < all; i++) copy[i] = 0;
  }
  for (int j = parameter_count(data); j < padded; j++, out += all) {
    memset(out, 0, all * sizeof(double));
  }
}

// Fills residuals and variances from the linear predictors; returns the log likelihood.
LANE double weigh(
    const sarcoma_logistic_data *data, ptrdiff_t start, ptrdiff_t rows, Block block) {
  Eight linear = broadcast(0), logs = broadcast(0), product = broadcast(1);
  const double *weights = data->weights;
  for (ptrdiff_t i = 0; i < block.rows; i += 8) {
    Eight event, weight;
    if (i + 8 <= rows) {
      event = load(data->events + start + i);
      weight = weights ? load(weights + start + i) : broadcast(1);
    } else {
      for (int k = 0; k < 8; k++) {
        const bool is_row = i + k < rows;
        event[k] = is_row ? data->events[start + i + k] : 0;
        weight[k] = is_row ? (weights ? weights[start + i + k] : 1) : 0;
      }
    }
    const Eight zero = broadcast(0), one = broadcast(1);
    const Eight eta = load(block.eta + i);
    const Eight margin = choose(event > 0.5, eta, -eta);
    const Eight size = choose(margin < 0, -margin, margin);
    const Eight e = exp_within_300(-choose(size > 300, broadcast(300), size));
    const Eight inverse = 1 / (1 + e);
    const Eight residual = choose(margin < 0, one, e) * inverse * weight;
    store(choose(event > 0.5, residual, -residual), block.residuals + i);
    store(weight * e * inverse * inverse, block.variances + i);
    linear += weight * choose(margin < 0, margin, zero);
    if (weights) {
      const Eight sum = 1 + e;
      for (int k = 0; k < 8; k++) logs[k] += weight[k] * log_lane(sum[k]);
    } else {
      // Of at most 64 factors between 1 and 2.
      product *= 1 + choose(weight > 0, e, zero);
    }
  }
  double sum = sum_of_lanes(linear) - sum_of_lanes(logs);
  if (!weights) {
    for (int k = 0; k < 8; k++) sum -= log_lane(product[k]);
  }
  return sum;
}

// gradient += X' residuals.
LANE void add_gradient(Block block, const int count, double *gradient) {
  for (int j = 0; j < count; j++) {
    const double *x = block.columns + block.rows * j;
    Eight sum = broadcast(0);
    for (ptrdiff_t i = 0; i < block.rows; i += 8) {
      sum += load(x + i) * load(block.residuals + i);
    }
    gradient[j] += sum_of_lanes(sum);
  }
}

// information += X' diag(variances) X in the lower triangle; the block's columns are spent.
LANE void add_information(Block block, const int count, const int padded, double *information) {
  const ptrdiff_t rows = block.rows;
  for (ptrdiff_t i = 0; i < rows; i++) block.variances[i] = sqrt(block.variances[i]);
  for (int j = 0; j < count; j++) {
    double *x = block.columns + rows * j;
    for (ptrdiff_t i = 0; i < rows; i += 8) store(load(x + i) * load(block.variances + i), x + i);
  }
  for (int k = 0; k < padded; k += 4) {
    const double *y0 = block.columns + rows * k;
    const double *y1 = y0 + rows, *y2 = y1 + rows, *y3 = y2 + rows;
    for (int j = k; j < padded; j += 4) {
      const double *x0 = block.columns + rows * j;
      const double *x1 = x0 + rows, *x2 = x1 + rows, *x3 = x2 + rows;
      Four sums[4][4];
      for (int a = 0; a < 4; a++) for (int c = 0; c < 4; c++) sums[a][c] = (Four){0};
      for (ptrdiff_t i = 0; i < rows; i += 4) {
        const Four x[4] = {
            load_four(x0 + i), load_four(x1 + i), load_four(x2 + i), load_four(x3 + i)};
        const Four y[4] = {
            load_four(y0 + i), load_four(y1 + i), load_four(y2 + i), load_four(y3 + i)};
        for (int a = 0; a < 4; a++) for (int c = 0; c < 4; c++) sums[a][c] += x[a] * y[c];
      }
      for (int c = 0; c < 4 && k + c < count; c++) {
        for (int a = 0; a < 4 && j + a < count; a++) {
          information[(ptrdiff_t)count * (k + c) + j + a] +=
              (sums[a][c][0] + sums[a][c][2]) + (sums[a][c][1] + sums[a][c][3]);
        }
      }
    }
  }
}

KERNEL double sarcoma_logistic_sums(
    const sarcoma_logistic_data *data, ptrdiff_t from, ptrdiff_t to, const double *b,
    double *scratch, double *gradient, double *information) {
  const int count = parameter_count(data), padded = padded_to_four(count);
  const ptrdiff_t size = block_rows(padded);
  Block block = block_of(scratch, size, padded);
  double value = 0;
  for (ptrdiff_t start = from; start < to; start += size) {
    const ptrdiff_t rows = to - start < size ? to - start : size;
    pack(data, b, start, rows, padded, &block);
    value += weigh(data, start, rows, block);
    add_gradient(block, count, gradient);
    add_information(block, count, padded, information);
  }
  return value;
}

KERNEL void sarcoma_logistic_leverages(
    const sarcoma_logistic_data *data, ptrdiff_t from, ptrdiff_t to, const double *b,
    const double *inverse_factor, double *scratch, double *gradient, double *leverages) {
  const int count = parameter_count(data), padded = padded_to_four(count);
  const ptrdiff_t size = block_rows(padded);
  Block block = block_of(scratch, size, padded);
  for (ptrdiff_t start = from; start < to; start += size) {
    const ptrdiff_t rows = to - start < size ? to - start : size;
    pack(data, b, start, rows, padded, &block);
    weigh(data, start, rows, block);
    // z = L^-1 x, four elements at a time; h = v z'z.
    for (ptrdiff_t i = 0; i < block.rows; i++) block.residuals[i] = 0;
    for (int j = 0; j < count; j += 4) {
      const double *m = inverse_factor + j;
      const int wide = count - j < 4 ? count - j : 4;
      for (ptrdiff_t i = 0; i < block.rows; i += 8) {
        Eight z[4] = {broadcast(0), broadcast(0), broadcast(0), broadcast(0)};
        for (int k = 0; k < j + wide; k++) {
          const Eight x = load(block.columns + block.rows * k + i);
          for (int c = 0; c < wide; c++) z[c] += m[(ptrdiff_t)count * k + c] * x;
        }
        Eight sum = load(block.residuals + i);
        for (int c = 0; c < wide; c++) sum += z[c] * z[c];
        store(sum, block.residuals + i);
      }
    }
    // The block's residuals become h (1/2 - p): 1/2 - p = -tanh(eta / 2) / 2.
    for (ptrdiff_t i = 0; i < block.rows; i += 8) {
      const Eight eta = load(block.eta + i);
      const Eight size_of_eta = choose(eta < 0, -eta, eta);
      const Eight e = exp_within_300(-choose(size_of_eta > 300, broadcast(300), size_of_eta));
      const Eight half = 0.5 * (1 - e) / (1 + e);
      const Eight leverage = load(block.residuals + i) * load(block.variances + i);
      store(leverage, block.eta + i);
      store(leverage * choose(eta < 0, half, -half), block.residuals + i);
    }
    if (leverages) memcpy(leverages + start, block.eta, rows * sizeof(double));
    add_gradient(block, count, gradient);
  }
}

KERNEL void sarcoma_logistic_predictors(
    const sarcoma_logistic_data *data, const double *b, double *scratch, double *predictors) {
  const int padded = padded_to_four(parameter_count(data));
  const ptrdiff_t size = block_rows(padded);
  Block block = block_of(scratch, size, padded);
  for (ptrdiff_t start = 0; start < data->count; start += size) {
    const ptrdiff_t rows = data->count - start < size ? data->count - start : size;
    pack(data, b, start, rows, padded, &block);
    memcpy(predictors + start, block.eta, rows * sizeof(double));
  }
}
