// Eight doubles at once; a compiler splits them where its registers are shorter.
#ifndef CKERNELS_EIGHT_LANES_H
#define CKERNELS_EIGHT_LANES_H

#include <stdbool.h>

#include "clones.h"

// How a vector is passed depends on the processor, but these functions are never called: they are
// all inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

typedef double Eight __attribute__((vector_size(64), aligned(8)));
typedef int64_t EightBits __attribute__((vector_size(64), aligned(8)));

LANE Eight load(const double *x) { return *(const Eight *)x; }

LANE void store(Eight x, double *out) { *(Eight *)out = x; }

LANE Eight broadcast(double x) { return (Eight){x, x, x, x, x, x, x, x}; }

// x where `condition` (all bits set or none) holds, else y.
LANE Eight choose(EightBits condition, Eight x, Eight y) {
  return (Eight)(((EightBits)x & condition) | ((EightBits)y & ~condition));
}

LANE double sum_of_lanes(Eight x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

LANE bool any_lane(EightBits condition) {
  int64_t any = 0;
  for (int k = 0; k < 8; k++) any |= condition[k];
  return any != 0;
}

// The sum of the lanes before each.
LANE Eight sums_before(Eight x) {
  const Eight zero = {0};
  x = __builtin_shufflevector(x, zero, 8, 0, 1, 2, 3, 4, 5, 6);
  x += __builtin_shufflevector(x, zero, 8, 0, 1, 2, 3, 4, 5, 6);
  x += __builtin_shufflevector(x, zero, 8, 8, 0, 1, 2, 3, 4, 5);
  return x + __builtin_shufflevector(x, zero, 8, 8, 8, 8, 0, 1, 2, 3);
}

// The sum of the lanes behind each.
LANE Eight sums_behind(Eight x) {
  const Eight zero = {0};
  x = __builtin_shufflevector(x, zero, 1, 2, 3, 4, 5, 6, 7, 8);
  x += __builtin_shufflevector(x, zero, 1, 2, 3, 4, 5, 6, 7, 8);
  x += __builtin_shufflevector(x, zero, 2, 3, 4, 5, 6, 7, 8, 8);
  return x + __builtin_shufflevector(x, zero, 4, 5, 6, 7, 8, 8, 8, 8);
}

#pragma STDC FP_CONTRACT ON

// exp for |x| <= 300, to 2 ulp: exp_lane without what it does for the last half ulp and for overflow.
LANE Eight exp_within_300(Eight x) {
  // x = n log 2 + r, n + 1023 in the low bits of `shifted`.
  const double shift = 0x1.8p52 + 1023.0;
  const Eight shifted = x * 0x1.71547652b82fep+0 + shift;
  const Eight n = shifted - shift;
  const Eight r = (x - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;

  const Eight r2 = r * r;
  const Eight r4 = r2 * r2;
  const Eight p0 = 0x1.555555555555ap-3 + r * 0x1.5555555555530p-5;
  const Eight p1 = 0x1.111111110efaap-7 + r * 0x1.6c16c16c270a7p-10;
  const Eight p2 = 0x1.a01a01b2731d5p-13 + r * 0x1.a01a015251578p-16;
  const Eight p3 = 0x1.71ddf255fa267p-19 + r * 0x1.27e58d266e3b2p-22;
  const Eight p4 = 0x1.af68903ee9a65p-26 + r * 0x1.1e66fc51824bbp-29;
  const Eight q0 = p0 + r2 * p1;
  const Eight q1 = p2 + r2 * p3;
  const Eight series = q0 + r4 * (q1 + r4 * p4);
  const Eight y = 1 + (r + r2 * (0.5 + r * series));
  return y * (Eight)((EightBits)shifted << 52);
}

#endif
