#include "CKernels.h"

#include "eight_lanes.h"

#pragma STDC FP_CONTRACT ON

// Eight elements a step; those behind the last whole step one by one.

KERNEL sarcoma_column_range sarcoma_range_of_column(const double *x, ptrdiff_t n) {
  sarcoma_column_range range = {.low = x[0], .high = x[0], .sum = 0};
  Eight low = broadcast(x[0]), high = low, sum = broadcast(0);
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const Eight value = load(x + i);
    low = choose(value < low, value, low);
    high = choose(value > high, value, high);
    sum += value;
  }
  for (; i < n; i++) {
    range.low = x[i] < range.low ? x[i] : range.low;
    range.high = x[i] > range.high ? x[i] : range.high;
    range.sum += x[i];
  }
  for (int k = 0; k < 8; k++) {
    range.low = low[k] < range.low ? low[k] : range.low;
    range.high = high[k] > range.high ? high[k] : range.high;
  }
  range.sum += sum_of_lanes(sum);
  return range;
}

KERNEL double sarcoma_sum_of_squares(
    const double *x, ptrdiff_t n, double center, double factor) {
  Eight squares = broadcast(0);
  double rest = 0;
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const Eight deviation = (load(x + i) - center) * factor;
    squares += deviation * deviation;
  }
  for (; i < n; i++) {
    const double deviation = (x[i] - center) * factor;
    rest += deviation * deviation;
  }
  return sum_of_lanes(squares) + rest;
}

KERNEL void sarcoma_center_and_scale(double *x, ptrdiff_t n, double center, double factor) {
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8) store((load(x + i) - center) * factor, x + i);
  for (; i < n; i++) x[i] = (x[i] - center) * factor;
}

// A number of columns known to the compiler keeps the sums in vector registers.
LANE void gram_of(const int p, const double *columns, ptrdiff_t n, double *gram) {
  Eight sums[8][8];
  for (int j = 0; j < p; j++) {
    for (int k = j; k < p; k++) {
      sums[j][k] = broadcast(0);
      gram[p * j + k] = 0;
    }
  }
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8) {
    Eight x[8];
    for (int j = 0; j < p; j++) x[j] = load(columns + n * j + i);
    for (int j = 0; j < p; j++) {
      for (int k = j; k < p; k++) sums[j][k] += x[j] * x[k];
    }
  }
  for (; i < n; i++) {
    for (int j = 0; j < p; j++) {
      for (int k = j; k < p; k++) gram[p * j + k] += columns[n * j + i] * columns[n * k + i];
    }
  }
  for (int j = 0; j < p; j++) {
    for (int k = j; k < p; k++) gram[p * j + k] += sum_of_lanes(sums[j][k]);
  }
}

KERNEL void sarcoma_gram(const double *columns, ptrdiff_t n, int p, double *gram) {
  switch (p) {
    case 1: return gram_of(1, columns, n, gram);
    case 2: return gram_of(2, columns, n, gram);
    case 3: return gram_of(3, columns, n, gram);
    case 4: return gram_of(4, columns, n, gram);
    case 5: return gram_of(5, columns, n, gram);
    case 6: return gram_of(6, columns, n, gram);
    case 7: return gram_of(7, columns, n, gram);
    default: return gram_of(8, columns, n, gram);
  }
}
