// The few numbers of one patient, four lanes at a time: the bits are those of one lane.
#pragma STDC FP_CONTRACT OFF

#include "CKernels.h"

#include "exp_lane.h"
#include "hazard_lane.h"

KERNEL void sarcoma_exp_fours(double *y, ptrdiff_t fours) {
  for (ptrdiff_t k = 0; k < fours; k++) {
    double *restrict four = y + 4 * k;
    _Pragma("clang loop vectorize(assume_safety) vectorize_width(4) interleave_count(1)")
    for (int i = 0; i < 4; i++) four[i] = exp_lane(four[i]);
  }
}

KERNEL double sarcoma_survivals(
    const double *restrict hazards, ptrdiff_t fours, double e, double at,
    double *restrict survivals) {
  const double relative = relative_hazard(e, at);
  for (ptrdiff_t k = 0; k < fours; k++) {
    const double *restrict hazard = hazards + 4 * k;
    double *restrict four = survivals + 4 * k;
    _Pragma("clang loop vectorize(assume_safety) vectorize_width(4) interleave_count(1)")
    for (int i = 0; i < 4; i++) four[i] = exp_lane(-(hazard[i] * relative));
  }
  return relative;
}

KERNEL void sarcoma_row_times_matrix(
    const double *restrict g, ptrdiff_t row_count, const double *restrict matrix, ptrdiff_t width,
    double *restrict product) {
  for (ptrdiff_t j = 0; j < width; j += 4) {
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0;
    for (ptrdiff_t i = 0; i < row_count; i++) {
      const double *restrict row = matrix + width * i + j;
      a += g[i] * row[0];
      b += g[i] * row[1];
      c += g[i] * row[2];
      d += g[i] * row[3];
    }
    product[j] = a;
    product[j + 1] = b;
    product[j + 2] = c;
    product[j + 3] = d;
  }
}
