#include "CKernels.h"

#include "eight_lanes.h"

#pragma STDC FP_CONTRACT OFF

// The rows and columns of eight vectors exchanged, by halves, quarters and eighths.
LANE void transpose(Eight x[8]) {
  Eight y[8];
  for (int i = 0; i < 4; i++) {
    y[i] = __builtin_shufflevector(x[i], x[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    y[i + 4] = __builtin_shufflevector(x[i], x[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int i = 0; i < 8; i += 4) {
    for (int j = i; j < i + 2; j++) {
      x[j] = __builtin_shufflevector(y[j], y[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      x[j + 2] = __builtin_shufflevector(y[j], y[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int i = 0; i < 8; i += 2) {
    y[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    y[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < 8; i++) x[i] = y[i];
}

KERNEL void sarcoma_lay_in_lanes(
    const double *column, ptrdiff_t rows, ptrdiff_t length, double *elements) {
  ptrdiff_t i = 0;
  for (; i + 8 <= length && 7 * length + i + 8 <= rows; i += 8) {
    Eight runs[8];
    for (int k = 0; k < 8; k++) runs[k] = load(column + k * length + i);
    transpose(runs);
    for (int k = 0; k < 8; k++) store(runs[k], elements + 8 * (i + k));
  }
  for (; i < length; i++) {
    for (int k = 0; k < 8; k++) {
      const ptrdiff_t row = k * length + i;
      elements[8 * i + k] = row < rows ? column[row] : 0;
    }
  }
}
