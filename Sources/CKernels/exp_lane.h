// exp of one lane; the Swift twin, with the derivation, is Elementary.exp in Sources/Terms.
#ifndef CKERNELS_EXP_LANE_H
#define CKERNELS_EXP_LANE_H

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

LANE double exp_lane(double x) {
  // A NaN compares false and stays.
  double bounded = 710.0 < x ? 710.0 : x;
  bounded = -746.0 > bounded ? -746.0 : bounded;

  // x = n log 2 + r, n + 2046 in the low bits of `shifted`.
  const double shift = 0x1.8p52 + 2046.0;
  double shifted = bounded * 0x1.71547652b82fep+0 + shift;
  double n = shifted - shift;
  double reduced = bounded - n * 0x1.62e42fefa3800p-1;
  double rest = n * 0x1.ef35793c76730p-45;
  double r = reduced - rest;

  // r = a + b, a a multiple of 2^-25, so that 1 + a + a^2 / 2 is exact.
  double coarse = reduced + 0x1.8p27;
  double a = coarse - 0x1.8p27;
  double onePlusA = coarse - (0x1.8p27 - 1.0);
  double b = (reduced - a) - rest;
  double leading = onePlusA + a * (0.5 * a);
  double linear = b * (onePlusA + 0.5 * b);

  double r2 = r * r;
  double r4 = r2 * r2;
  double p0 = 0x1.555555555555ap-3 + r * 0x1.5555555555530p-5;
  double p1 = 0x1.111111110efaap-7 + r * 0x1.6c16c16c270a7p-10;
  double p2 = 0x1.a01a01b2731d5p-13 + r * 0x1.a01a015251578p-16;
  double p3 = 0x1.71ddf255fa267p-19 + r * 0x1.27e58d266e3b2p-22;
  double p4 = 0x1.af68903ee9a65p-26 + r * 0x1.1e66fc51824bbp-29;
  double lower = p0 + r2 * p1;
  double upper = p2 + r2 * p3;
  double series = lower + r4 * (upper + r4 * p4);
  double y = leading + (linear + (r2 * r) * series);

  // y 2^n by two powers, so that neither overflows and only the last product rounds. Their biased
  // exponents add up to n + 2046; the shift drops what stands above them.
  uint64_t exponents = bits_of(shifted);
  uint64_t half = exponents >> 1;
  return (y * double_of(half << 52)) * double_of((exponents - half) << 52);
}

#endif
