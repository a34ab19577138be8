// log of one lane; the Swift twin, with the derivation, is Elementary.log in Sources/Terms.
#ifndef CKERNELS_LOG_LANE_H
#define CKERNELS_LOG_LANE_H

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

// The upper 26 bits of x.
LANE double upper_half(double x) { return double_of(bits_of(x) & 0xfffffffff8000000); }

LANE double log_lane(double x) {
  // x = 2^k m, sqrt(1/2) <= m < sqrt(2); a subnormal number is scaled up first.
  int subnormal = x < 0x1p-1022;
  double normal = subnormal ? x * 0x1p54 : x;
  double bias = subnormal ? 0x1p52 + 1077.0 : 0x1p52 + 1023.0;
  const uint64_t root = 0x3fe6a09e667f3bcd;
  uint64_t bits = bits_of(normal) + (0x3ff0000000000000 - root);
  double k = double_of((bits >> 52) | 0x4330000000000000) - bias;
  double m = double_of((bits & 0x000fffffffffffff) + root);

  // s = f / (2 + f) = a + b, a of 26 bits.
  double f = m - 1.0;
  double inverse = 1.0 / (2.0 + f);
  double s = f * inverse;
  double a = upper_half(s);
  double g = upper_half(f);
  double remainder = ((f - (a + a)) - a * g) - a * (f - g);
  double b = remainder * inverse;

  double z = s * s;
  double z2 = z * z;
  double z4 = z2 * z2;
  double p0 = 0x1.5555555555555p-1 + z * 0x1.9999999999dffp-2;
  double p1 = 0x1.249249242b426p-2 + z * 0x1.c71c7258fc608p-3;
  double p2 = 0x1.745cde3603e48p-3 + z * 0x1.3b20ab7ebc4f0p-3;
  double p3 = 0x1.0f5cca790885bp-3 + z * 0x1.0f6304e03d685p-3;
  double series = (p0 + z2 * p1) + z4 * (p2 + z2 * p3);

  // k log 2 + 2 a + (2 b + s z R(z)).
  double whole = k * 0x1.62e42fefa3800p-1;
  double high = whole + (a + a);
  double error = (whole - high) + (a + a);
  double low = (error + k * 0x1.ef35793c76730p-45) + ((b + b) + (s * z) * series);
  double y = high + low;

  double special = x < 0.0 ? double_of(0x7ff8000000000000) : x;
  special = x == 0.0 ? -double_of(0x7ff0000000000000) : special;
  int ordinary = (x > 0.0) & (x < double_of(0x7ff0000000000000));
  return ordinary ? y : special;
}

#endif
