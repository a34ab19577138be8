#include <math.h>

#include "CKernels.h"
#include "clones.h"

// With z_i = (1, x_i), r_i = w_i exp(eta_i), S = sum r z z' over those at risk at an event time, D the
// same over its d deaths, and f_k = k / d (Efron) or 0 (Breslow): the first row of S holds sum r and
// sum r x, the rest sum r x x', so that with m = (S - f D)'s first row over its first element
//
//   l = sum over deaths w eta  - sum over k (W/d) log(S_00 - f D_00)
//   U = sum over deaths w z    - sum over k (W/d) m
//   I = sum over k (W/d) ((S - f D) / (S_00 - f D_00) - m m')
//
// A width known to the compiler keeps the rows of S in vector registers.

typedef double Four __attribute__((vector_size(32), aligned(8)));
typedef double Eight __attribute__((vector_size(64), aligned(8)));

#define VECTOR Four
#define WIDTH 4
#define NAME(name) name##4
#include "cox_sums_of_width.h"
#undef VECTOR
#undef WIDTH
#undef NAME

#define VECTOR Eight
#define WIDTH 8
#define NAME(name) name##8
#include "cox_sums_of_width.h"

CLONES double sarcoma_cox_sums(
    int p, ptrdiff_t n, const double *rows, const double *weights, const double *offset,
    const sarcoma_event_time *events, ptrdiff_t event_count, bool efron, const double *b,
    double *scratch, double *gradient, double *information) {
  return sarcoma_cox_width(p) == 4
      ? sums4(p, n, rows, weights, offset, events, event_count, efron, b, scratch, gradient,
              information)
      : sums8(p, n, rows, weights, offset, events, event_count, efron, b, scratch, gradient,
              information);
}
