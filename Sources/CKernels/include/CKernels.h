#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Several deaths at one time: tied_rows[first ..< first + count].
typedef struct {
  int32_t first, count;
  double share;  // f_1: 1 / count (Efron) or 0 (Breslow)
} sarcoma_tied_deaths;

// A small Cox fit's data, in eight lanes.
//
// The rows of a stratum stand from the longest follow-up to the shortest, those who die at a time
// behind those who are censored at it. They are cut into eight runs of equal length, and row i of
// run k lies at 8 i + k from the stratum's start, so that a running sum over the rows is eight that
// know nothing of each other. Elements that no row fills are zero, weights among them.
typedef struct {
  ptrdiff_t count;      // elements of each array of rows: a multiple of eight
  int covariate_count;  // 1 to 7
  bool is_weighted;     // whether any death's weight is not 1
  const double *columns;        // sarcoma_cox_columns arrays of rows: the covariates, then zeros
  const double *weights;        // case weights; null for 1
  const double *offset;         // null for 0
  const double *event_weights;  // case weights of the dying, 0 for the others
  const double *death_weights;  // their mean over those who die at the same time
  const ptrdiff_t *stratum_ends;
  ptrdiff_t stratum_count;
  const sarcoma_tied_deaths *tied_deaths;  // stratum by stratum
  ptrdiff_t tied_deaths_count;
  const int32_t *tied_rows;
} sarcoma_cox_data;

// The widths that the kernel is compiled for.
static inline int sarcoma_cox_columns(int covariate_count) { return covariate_count <= 3 ? 3 : 7; }

// Cox's log partial likelihood at b, with its gradient (p) and information (the lower triangle of a
// p x p matrix by columns). `scratch` is room for sarcoma_cox_columns + 4 arrays of rows. The answer is
// NaN where an eta is beyond +-300, whose exponential spoils the sums.
double sarcoma_cox_sums(
    const sarcoma_cox_data *data, const double *b, double *scratch, double *gradient,
    double *information);

typedef struct {
  double low, high, sum;
} sarcoma_column_range;

// The range and sum of n > 0 numbers.
sarcoma_column_range sarcoma_range_of_column(const double *x, ptrdiff_t n);

// sum ((x - center) factor)^2.
double sarcoma_sum_of_squares(const double *x, ptrdiff_t n, double center, double factor);

// x <- (x - center) factor.
void sarcoma_center_and_scale(double *x, ptrdiff_t n, double center, double factor);

#endif
