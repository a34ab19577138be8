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

// SHA-256 (FIPS 180-4): the state after `blocks` blocks of 64 bytes, with the 64 round constants. False,
// and nothing done, where the processor has no instructions for it.
bool sarcoma_sha256_blocks(
    uint32_t *state, const uint32_t *constants, const uint8_t *bytes, size_t blocks);

// Rounding to nearest, subnormals kept and nothing trapped for the calling thread, whatever its program
// wants: returns what that was, which sarcoma_give_float_control restores.
uint64_t sarcoma_take_float_control(void);
void sarcoma_give_float_control(uint64_t control);

// y[i] = exp(x[i]), 0 <= i < n. y may be x; otherwise they do not overlap.
void sarcoma_exp(const double *x, double *y, size_t n);

// y[i] = log(x[i]), 0 <= i < n. y may be x; otherwise they do not overlap.
void sarcoma_log(const double *x, double *y, size_t n);

// Who of a cohort is eligible, in three steps: where each patient lies in a table, covariate by
// covariate; what the tables say, bit by bit; the verdict.

// places[i] += stride min(codes[i], levels).
void sarcoma_add_levels(
    const uint8_t *codes, size_t n, int32_t levels, int32_t stride, int32_t *places);

// places[i] += stride sum over bounds of (x[i] >= bound) + (x[i] > bound); of a NaN stride (2 count + 1).
void sarcoma_add_numbers(
    const double *x, size_t n, const double *bounds, size_t count, int32_t stride,
    int32_t *places);

// bits[i] |= table[places[i]].
void sarcoma_look_up(const uint8_t *table, const int32_t *places, size_t n, uint8_t *bits);

// bits[i] = 0 where the bit `no` is set, else 2 where `open` is, else 1.
void sarcoma_verdicts(uint8_t *bits, size_t n, uint8_t no, uint8_t open);

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
  int covariate_count;  // 1 to 8
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
static inline int sarcoma_cox_columns(int covariate_count) {
  return covariate_count <= 3 ? 3 : covariate_count <= 7 ? 7 : 8;
}

// deaths[row] = 1 where a row dies, else 0, for sorted rows from ..< to, which stand as above and of which
// row i is order[i] of `exit` and `event`. Writes down, and counts, the rows that die at the time of the
// row before, which dies too: `followers` has room for as many as rows.
ptrdiff_t sarcoma_find_deaths(
    const int32_t *order, ptrdiff_t from, ptrdiff_t to, const double *exit, const bool *event,
    double *deaths, int32_t *followers);

// Lays the rows of a stratum's column in eight runs of `length`, as above: `elements` is the stratum's
// start.
void sarcoma_lay_in_lanes(
    const double *column, ptrdiff_t rows, ptrdiff_t length, double *elements);

// Cox's log partial likelihood at b, with its gradient (p) and information (the lower triangle of a
// p x p matrix by columns). `scratch` is room for sarcoma_cox_columns + 4 arrays of rows. The answer is
// NaN where an eta is beyond +-300, whose exponential spoils the sums.
double sarcoma_cox_sums(
    const sarcoma_cox_data *data, const double *b, double *scratch, double *gradient,
    double *information);

// A logistic fit's rows: columns `stride` apart, events 0 or 1, weights and offset null for 1 and 0.
// Its parameters are the intercept, if it has one, and a slope for each column.
typedef struct {
  ptrdiff_t count, stride;
  int column_count;
  bool has_intercept;
  const double *columns, *events, *weights, *offset;
} sarcoma_logistic_data;

// How many doubles of scratch the functions below need.
ptrdiff_t sarcoma_logistic_scratch(int parameter_count);

// The log likelihood of rows `from` ..< `to` at b; gradient (q) and information (the lower triangle of a
// q x q matrix by columns) are added to what is there.
double sarcoma_logistic_sums(
    const sarcoma_logistic_data *data, ptrdiff_t from, ptrdiff_t to, const double *b,
    double *scratch, double *gradient, double *information);

// The leverages h = v x' I^-1 x of rows `from` ..< `to` at b, v = w p (1 - p) and I = L L'; X' h (1/2 - p)
// is added to the gradient. L^-1 is a q x q matrix by columns, zeros above its diagonal; leverages may be
// null.
void sarcoma_logistic_leverages(
    const sarcoma_logistic_data *data, ptrdiff_t from, ptrdiff_t to, const double *b,
    const double *inverse_factor, double *scratch, double *gradient, double *leverages);

// eta = X b + offset of all rows, with the bits that the functions above give it.
void sarcoma_logistic_predictors(
    const sarcoma_logistic_data *data, const double *b, double *scratch, double *predictors);

typedef struct {
  double low, high, sum;
} sarcoma_column_range;

// The range and sum of n > 0 numbers.
sarcoma_column_range sarcoma_range_of_column(const double *x, ptrdiff_t n);

// sum ((x - center) factor)^2.
double sarcoma_sum_of_squares(const double *x, ptrdiff_t n, double center, double factor);

// x <- (x - center) factor.
void sarcoma_center_and_scale(double *x, ptrdiff_t n, double center, double factor);

// The lower triangle of X' X by columns, X having `p` (1 to 8) columns of n rows, one behind the other.
void sarcoma_gram(const double *columns, ptrdiff_t n, int p, double *gram);

// For a sort of n > 0 numbers: bits[i] orders as x[i] does, or against it. Returns the bits in which any
// two differ.
uint64_t sarcoma_sort_bits(const double *x, ptrdiff_t n, bool descends, uint64_t *bits);

// bits[i] <- the `span` bits of bits[i] from `lowest` on, behind them, unless it is null, is_last[i], and
// last `row_width` bits for i.
void sarcoma_number_rows(
    uint64_t *bits, ptrdiff_t n, int lowest, int span, const bool *is_last, int row_width);

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
void sarcoma_score_columns(
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
