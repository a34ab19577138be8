// Array kernels in C, compiled once for each level of x86-64 and chosen when the program is loaded.
//
// Every lane does the same additions and multiplications in the same order on every CPU, without
// fused multiply-add: the bits do not depend on the machine, nor on where in an array a number lies.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// y[i] = exp(x[i]), 0 <= i < n. y may be x; otherwise they do not overlap.
void sarcoma_exp(const double *x, double *y, size_t n);

// y[i] = log(x[i]), 0 <= i < n. y may be x; otherwise they do not overlap.
void sarcoma_log(const double *x, double *y, size_t n);

// One distinct event time: rows first_row ..< end enter the risk set there, and of them
// first_death ..< end die, with total case weight `weight`.
typedef struct {
  int32_t first_row, first_death, end;
  bool starts_stratum;
  double weight;
} sarcoma_event_time;

// A small Cox fit's data. Rows stand from the longest follow-up to the shortest, stratum by stratum.
typedef struct {
  ptrdiff_t row_count;
  int covariate_count;  // 1 to 7
  bool is_efron;        // else Breslow
  const double *columns;  // the covariates, each row_count long
  const double *rows;     // row by row 1, the covariates, zeros up to sarcoma_cox_width elements
  const double *weights;  // null for 1
  const double *offset;   // null for 0
  const double *dying;    // sum over deaths of w x
  double dying_offset;    // sum over deaths of w offset
  const sarcoma_event_time *event_times;  // each stratum's latest first
  ptrdiff_t event_time_count;
} sarcoma_cox_data;

// Cox's log partial likelihood at b, with its gradient (p) and information (the lower triangle of a
// p x p matrix by columns). `scratch` is room for 3 row_count doubles. The answer is NaN where an eta
// is beyond +-300, whose exponential spoils the sums.
double sarcoma_cox_sums(
    const sarcoma_cox_data *data, const double *b, double *scratch, double *gradient,
    double *information);

// Doubles from one row to the next: 4 or 8.
static inline int sarcoma_cox_width(int covariate_count) { return covariate_count < 4 ? 4 : 8; }

#ifdef __cplusplus
}
#endif

#endif
