#ifndef PLAIN_LOOP_H
#define PLAIN_LOOP_H

// The model of the scoring benchmark: two restricted cubic splines of four knots, a table.
typedef struct {
  double knots[2][4], spline[2][3], table[10], hazard;
} plain_model;

// S = exp(-H exp(eta)) of n patients, as one would write it down, with the C library's exp.
void plain_score(const plain_model *model, const double *age, const double *size,
                 const double *level, long n, double *survival);

// Starts (1) or ends (0) the counting of malloc, calloc and realloc calls in this process; answers how
// many there were since the last start.
long plain_count_allocations(int is_counting);

#endif
