#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One distinct event time: rows first_row ..< end enter the risk set there, and of them
// first_death ..< end die, with total case weight `weight`.
typedef struct {
  int32_t first_row, first_death, end;
  bool starts_stratum;
  double weight;
} sarcoma_event_time;

// Cox's log partial likelihood at b, with its gradient (p) and information (the lower triangle of a
// p x p matrix by columns), for 1 to 7 covariates.
//
// Rows stand from the longest follow-up to the shortest, stratum by stratum. Row i of `rows` holds 1,
// its p covariates and zeros up to sarcoma_cox_width(p) elements. `weights` and `offset` may be null for 1 and 0; `scratch` is
// room for 3 n doubles. The answer is NaN where an eta is beyond +-300, whose exponential spoils the sums.
double sarcoma_cox_sums(
    int p, ptrdiff_t n, const double *rows, const double *weights, const double *offset,
    const sarcoma_event_time *events, ptrdiff_t event_count, bool efron, const double *b,
    double *scratch, double *gradient, double *information);

// Doubles from one row to the next: 4 or 8.
static inline int sarcoma_cox_width(int p) { return p < 4 ? 4 : 8; }

#endif
