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

// What one operation of a scoring program does. x is the value of its covariate, c its constants from
// `first` on, e the linear predictor, a (below) and b (on top) the values on a stack.
typedef enum {
  sarcoma_add_linear,     // e += c0 x
  sarcoma_add_spline,     // e += a restricted cubic spline; see score.c
  sarcoma_add_table,      // e += c[x]; c[count] is NaN, for an x that is no place of 0 ..< count
  sarcoma_add_piecewise,  // e += a line between nodes; see score.c
  sarcoma_add_product,    // e += c0 b, b taken off
  sarcoma_push_constant,  // c0
  sarcoma_push_covariate, // x
  sarcoma_push_level,     // 1 where x is `count`, else 0
  sarcoma_push_spline,    // one column of a spline behind its first; see score.c
  sarcoma_negate,
  sarcoma_absolute,
  sarcoma_square_root,
  sarcoma_exponential,
  sarcoma_logarithm,
  sarcoma_reciprocal,     // 1 / b
  sarcoma_square,         // b b
  sarcoma_cube,           // b b b
  sarcoma_plus,
  sarcoma_minus,
  sarcoma_times,
  sarcoma_divided,
  sarcoma_less,
  sarcoma_less_or_equal,
  sarcoma_greater,
  sarcoma_greater_or_equal,
  sarcoma_minimum,
  sarcoma_maximum,
  // What no kernel knows: the Swift twin runs a program that holds one of these row by row.
  sarcoma_logarithm_plus_one,
  sarcoma_power,          // a^b
  // Parameters of the gradient, p being the first of the constants.
  sarcoma_store,          // parameter p is b, taken off
  sarcoma_store_spline,   // parameters p, p + 1, ... are the columns of a spline; see
                          // ScoringProgramRun.swift
  sarcoma_store_levels,   // parameters p ..< p + count are 1 where x is c1, c2, ..., else 0
} sarcoma_operation_code;

typedef struct {
  sarcoma_operation_code code;
  int32_t covariate, first, count;
} sarcoma_operation;

// A linear predictor: the operations in turn, from 0. No operation leaves more than
// `sarcoma_greatest_depth` values on the stack.
typedef struct {
  const sarcoma_operation *operations;
  ptrdiff_t operation_count;
  const double *constants;
} sarcoma_program;

enum { sarcoma_greatest_depth = 16 };

// What is made of a linear predictor e.
typedef enum {
  sarcoma_answer_linear_predictor,
  sarcoma_answer_survival,   // exp(-H exp(e - at))
  sarcoma_answer_incidence,  // 1 - exp(-H exp(e - at))
  sarcoma_answer_logistic,   // 1 / (1 + 1 / exp(e - at))
} sarcoma_answer_kind;

typedef struct {
  sarcoma_answer_kind kind;
  double at;
  const double *hazards;      // H by stratum, then NaN
  int32_t stratum_covariate;  // -1 for one stratum
  int32_t stratum_count;
} sarcoma_answer;

// answers[i] for rows 0 ..< row_count; columns[k] holds the values of covariate k.
void sarcoma_score(
    const sarcoma_program *program, const sarcoma_answer *answer, const double *const *columns,
    ptrdiff_t row_count, double *answers);

// For one patient: y[i] = exp(y[i]), 0 <= i < 4 fours.
void sarcoma_exp_fours(double *y, ptrdiff_t fours);

// For one patient of linear predictor e: survivals[i] = exp(-hazards[i] exp(e - at)), 0 <= i < 4
// fours, as sarcoma_answer_survival has it. Returns exp(e - at).
double sarcoma_survivals(
    const double *hazards, ptrdiff_t fours, double e, double at, double *survivals);

// For one patient: product[j] = sum over i of g[i] matrix[width i + j], i from 0 on; width is a
// multiple of 4, and so is the room of product.
void sarcoma_row_times_matrix(
    const double *g, ptrdiff_t row_count, const double *matrix, ptrdiff_t width, double *product);

#ifdef __cplusplus
}
#endif

#endif
