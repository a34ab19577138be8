#include "CKernels.h"

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

// Whole numbers throughout: the answers do not depend on the instruction set.

KERNEL void sarcoma_add_levels(
    const uint8_t *codes, size_t n, int32_t levels, int32_t stride, int32_t *places) {
  ROWS_ARE_INDEPENDENT
  for (size_t i = 0; i < n; i++) {
    const int32_t code = codes[i];
    places[i] += stride * (code < levels ? code : levels);
  }
}

KERNEL void sarcoma_add_numbers(
    const double *x, size_t n, const double *bounds, size_t count, int32_t stride,
    int32_t *places) {
  const int32_t missing = stride * (int32_t)(2 * count + 1);
  ROWS_ARE_INDEPENDENT
  for (size_t i = 0; i < n; i++) places[i] += x[i] != x[i] ? missing : 0;
  for (size_t k = 0; k < count; k++) {
    const double bound = bounds[k];
    ROWS_ARE_INDEPENDENT
    for (size_t i = 0; i < n; i++) {
      places[i] += (x[i] >= bound ? stride : 0) + (x[i] > bound ? stride : 0);
    }
  }
}

KERNEL void sarcoma_look_up(
    const uint8_t *table, const int32_t *places, size_t n, uint8_t *bits) {
  for (size_t i = 0; i < n; i++) bits[i] |= table[places[i]];
}

KERNEL void sarcoma_verdicts(uint8_t *bits, size_t n, uint8_t no, uint8_t open) {
  ROWS_ARE_INDEPENDENT
  for (size_t i = 0; i < n; i++) {
    bits[i] = bits[i] & no ? 0 : bits[i] & open ? 2 : 1;
  }
}
