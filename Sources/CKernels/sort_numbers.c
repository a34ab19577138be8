#include "CKernels.h"

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

// Bits that order as the number does: a double's with the sign bit of a positive number, and all bits
// of a negative one, flipped. -0 counts as 0.
LANE uint64_t sort_bits(double x) {
  const uint64_t pattern = bits_of(x + 0.0);
  return pattern ^ ((uint64_t)((int64_t)pattern >> 63) | (uint64_t)1 << 63);
}

KERNEL uint64_t sarcoma_sort_bits(const double *x, ptrdiff_t n, bool descends, uint64_t *bits) {
  const uint64_t flipped = descends ? ~(uint64_t)0 : 0, first = sort_bits(x[0]);
  uint64_t varying = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    const uint64_t own = sort_bits(x[i]);
    varying |= own ^ first;
    bits[i] = own ^ flipped;
  }
  return varying;
}

KERNEL void sarcoma_number_rows(
    uint64_t *bits, ptrdiff_t n, int lowest, int span, const bool *is_last, int row_width) {
  const uint64_t mask = ((uint64_t)1 << span) - 1;
  if (is_last) {
    for (ptrdiff_t i = 0; i < n; i++) {
      bits[i] = (((bits[i] >> lowest & mask) << 1 | is_last[i]) << row_width) | (uint64_t)i;
    }
  } else {
    for (ptrdiff_t i = 0; i < n; i++) {
      bits[i] = (bits[i] >> lowest & mask) << row_width | (uint64_t)i;
    }
  }
}
