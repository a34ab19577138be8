// Array kernels in C, compiled once for each level of x86-64 and chosen when the program is loaded.
//
// Every lane does the same additions and multiplications in the same order on every CPU, without
// fused multiply-add: the bits do not depend on the machine, nor on where in an array a number lies.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// y[i] = exp(x[i]), 0 <= i < n. y may be x; otherwise they do not overlap.
void sarcoma_exp(const double *x, double *y, size_t n);

// y[i] = log(x[i]), 0 <= i < n. y may be x; otherwise they do not overlap.
void sarcoma_log(const double *x, double *y, size_t n);

#ifdef __cplusplus
}
#endif

#endif
