/*
 * SarcomaRisk's fits for programs in C, and in any language that calls C: Cox and logistic models,
 * survival curves and validations of columns in memory. It needs OpenBLAS and LAPACKE; sarcoma.h scores
 * without them.
 *
 * Decision support and research; not a certified medical device.
 *
 * Every function returns a status. SARCOMA_FIT_OK means that the results are written; after anything
 * else they are untouched, and sarcoma_fit_last_error() says why in a sentence. Nothing that is passed
 * stops the program: null, a wrong length, a closed handle and a broken text are errors. What cannot be
 * known is whether a pointer points to as many elements as were said, and what cannot be answered is
 * memory that the system refuses, or a stack that is too small: a thread that calls has 512 KiB or more.
 *
 * A search that did not end at a maximum is no error: the status is SARCOMA_FIT_OK, the report says
 * "converged": false and why, and sarcoma_fit_numbers "converged" is 0.
 *
 * Handles may be used on several threads at once, and one may be closed meanwhile: the calls that use it
 * end as they would have. Results depend neither on the number of threads nor on the calling thread's
 * rounding, subnormals and floating-point traps, which are as before when a function returns.
 *
 * Texts that are passed are UTF-8, those without a length end with a null, and JSON has at most 16 MiB.
 * But for a column's numbers, what is passed is copied. A text that a function gives is freed by
 * sarcoma_fit_text_free(), and by nothing else.
 *
 * Options are one JSON object with the command line's names in camel case; null with length 0 for none.
 * What the command line takes as COL=a,b,c is {"COL": ["a", "b", "c"]}, a switch is true or false, a list
 * is an array. Names that nobody reads are refused. Of all fits and curves:
 *   where, missing, levels, na, dateFormat, timeFix, timeUnit, weights, cluster, robust, confidence, confType
 */
#ifndef SARCOMA_FIT_H
#define SARCOMA_FIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows where a program that was compiled against an older header would break. */
#define SARCOMA_FIT_ABI_VERSION 1

typedef enum sarcoma_fit_status {
  SARCOMA_FIT_OK = 0,
  SARCOMA_FIT_ERROR_ARGUMENT = 1, /* a null, a wrong length, no UTF-8, columns that make no table */
  SARCOMA_FIT_ERROR_HANDLE = 2,   /* closed, or never opened */
  SARCOMA_FIT_ERROR_VERSION = 3,  /* this header is of another version than the library */
  SARCOMA_FIT_ERROR_DOCUMENT = 4, /* a model document or vocabulary that cannot be read */
  SARCOMA_FIT_ERROR_QUESTION = 5, /* options of the wrong shape, or that contradict one another */
  SARCOMA_FIT_ERROR_DATA = 6,     /* the formula, the table or the model does not allow it */
  SARCOMA_FIT_ERROR_ENGINE = 7,   /* a fault of the engine */
  SARCOMA_FIT_ERROR_INTERRUPTED = 8 /* sarcoma_fit_interrupt() was called */
} sarcoma_fit_status;

/* The last failure of the calling thread, which a success leaves; valid until the thread's next failure or
 * its end. Never null; empty texts where nothing has failed. */
typedef struct sarcoma_fit_error {
  const char *message; /* one sentence */
  const char *code;    /* a word for programs: "json", "shape", "option", "data", "argument", ... */
  const char *pointer; /* where in the options, as a JSON pointer (RFC 6901); may be empty */
} sarcoma_fit_error;

/* Null-terminated; `length` does not count the null. Written over what was there, which is not freed. */
typedef struct sarcoma_fit_text {
  const char *bytes;
  size_t length;
} sarcoma_fit_text;

/*
 * A column: numbers, or texts by code. Numbers are read where they lie and never copied as a whole: they
 * must stay valid and unchanged until the table AND every result made of it are closed. The rest is
 * copied.
 */
typedef struct sarcoma_fit_column {
  const char *name;         /* as in the formula */
  const double *numbers;    /* one a row; NaN is missing; null for texts */
  const int32_t *codes;     /* one a row, places among `texts`; negative is missing */
  const char *const *texts; /* each once; a factor's levels sort by text unless "levels" states them */
  size_t text_count;
} sarcoma_fit_column;

typedef struct sarcoma_fit_table sarcoma_fit_table;   /* columns of one length */
typedef struct sarcoma_fit_result sarcoma_fit_result; /* a fit, curves, a validation, an update, tests */

/* The engine's version, as "0.1.0"; never freed. */
const char *sarcoma_fit_version(void);

sarcoma_fit_error sarcoma_fit_last_error(void);

void sarcoma_fit_text_free(sarcoma_fit_text *text);

/* Pass SARCOMA_FIT_ABI_VERSION. At most 2^31 - 65 rows, columns at addresses of their type. */
sarcoma_fit_status sarcoma_fit_table_open(
    uint32_t abi_version, const sarcoma_fit_column *columns, size_t column_count, size_t rows,
    sarcoma_fit_table **table);

/* Null is closed already. Results of the table stay open. */
sarcoma_fit_status sarcoma_fit_table_close(sarcoma_fit_table *table);

/*
 * A Cox model, "Surv(time, event) ~ age + rcs(size, 4) + strata(centre)". Further options:
 *   ties, cause, firth, ridge, ridgeScale, iterations, tolerance, baseline, at, phTest, phTransform, phBy,
 *   phSmooth, and predict: ["age=50, sex=male"] or [{"age": 50, "sex": "male"}]
 * The test of proportional hazards passes over the rows once more a column: "phTest": false spares it.
 */
sarcoma_fit_status sarcoma_fit_cox(
    const sarcoma_fit_table *table, const char *formula, const char *options, size_t length,
    sarcoma_fit_result **result);

/*
 * A logistic model, "margin != \"R0\" ~ age + size". Further options:
 *   robustVariance, firth, ridge, ridgeScale, intervals, iterations, tolerance, predict
 */
sarcoma_fit_status sarcoma_fit_logistic(
    const sarcoma_fit_table *table, const char *formula, const char *options, size_t length,
    sarcoma_fit_result **result);

/*
 * Survival curves of groups, "Surv(time, event) ~ sex". Further options:
 *   at, estimator, test, startTime, rmean
 */
sarcoma_fit_status sarcoma_fit_curves(
    const sarcoma_fit_table *table, const char *formula, const char *options, size_t length,
    sarcoma_fit_result **result);

/*
 * Holds a model's predictions against what became of the patients of a table. `document` is a model
 * document; `vocabulary` the one that it names covariates of, null for a document of one's own fit. With
 * a null document the options name columns of predictions. Resampling can take minutes, and
 * sarcoma_fit_interrupt() ends it. Options, of which outcome is wanted:
 *   outcome, where, missing, weights, unit, at, truncate, thresholds, confidence,
 *   predictedRisk, predictedSurvival, linearPredictor,
 *   bootstrap, folds, repeats, foldsByEvent, foldColumn, centre, seed, select, candidates, levels, cluster
 */
sarcoma_fit_status sarcoma_fit_validate(
    const sarcoma_fit_table *table, const char *document, size_t document_length,
    const char *vocabulary, size_t vocabulary_length, const char *options, size_t length,
    sarcoma_fit_result **result);

/*
 * Brings a model up to date on the patients of a table, whose new document sarcoma_fit_document() gives
 * with a null description. Options, of which outcome, method and id are wanted:
 *   outcome, method: "intercept", "baseline", "slope" or "refit", id, title, source, unit, where, missing,
 *   shrinkage, horizons, confidence
 */
sarcoma_fit_status sarcoma_fit_update(
    const sarcoma_fit_table *table, const char *document, size_t document_length,
    const char *vocabulary, size_t vocabulary_length, const char *options, size_t length,
    sarcoma_fit_result **result);

/*
 * Tests of a fit's document: Wald's of its terms; with `other`, the document of a second fit, likelihood
 * ratios of the two; with the table of the fit, which is then fitted again, likelihood ratios of its terms.
 * What is not wanted is null. Options:
 *   test: "wald", "lr", "type2" or "sequential", contrast: ["age=70 - age=50"], confidence, and of the
 *   table where, missing, levels, na, dateFormat, timeFix, weights
 */
sarcoma_fit_status sarcoma_fit_anova(
    const sarcoma_fit_table *table, const char *document, size_t document_length,
    const char *other, size_t other_length, const char *options, size_t length,
    sarcoma_fit_result **result);

/*
 * Asks every resampling that has begun to end after the samples that it is at: sarcoma_fit_validate() then
 * answers SARCOMA_FIT_ERROR_INTERRUPTED. To be called from another thread, or from a signal handler.
 */
void sarcoma_fit_interrupt(void);

/* `format` is "json" or "text": the bytes that the command line prints. */
sarcoma_fit_status sarcoma_fit_report(
    const sarcoma_fit_result *result, const char *format, sarcoma_fit_text *report);

/*
 * Numbers of a fit; those that do not exist are NaN, a matrix stands column by column. With `into` null
 * only their count is written; else `capacity` is that count. Of both models:
 *   converged, coefficients, standardErrors, covariance, naiveCovariance; of each row that was used rows
 *   (its place in the table, from 0), linearPredictors, deviance, and row by coefficient dfbeta
 * of a Cox model:
 *   means, martingale, score, dfbetas; baselineTimes and baselineCumulativeHazard, stratum behind stratum,
 *   baselineCounts of each; of each event schoenfeldTimes, schoenfeldRows, schoenfeld, scaledSchoenfeld
 * of a logistic model:
 *   probabilities, pearson, leverage, cooksDistance
 */
sarcoma_fit_status sarcoma_fit_numbers(
    const sarcoma_fit_result *result, const char *name, double *into, size_t capacity, size_t *count);

/*
 * What a fit predicts of each row of a table, NaN where a covariate is missing: "linearPredictor" (of a
 * Cox model relative to the covariates' means), "probability" of a logistic model, or "survival" of a Cox
 * model at times in the unit of its table, all rows at the first time and then at the next. `capacity` is
 * the number of rows, times that of `times` for survival.
 */
sarcoma_fit_status sarcoma_fit_predict(
    const sarcoma_fit_result *result, const char *quantity, const sarcoma_fit_table *table,
    const double *times, size_t time_count, double *into, size_t capacity);

/*
 * A fit as a model document, which sarcoma.h and the command line score. `description` is
 *   {"id": "...", "title", "endpoint", "knownFrom", "source", "horizons": ["1y", "5y"]}
 * of which a Cox model wants its horizons; null for an update, whose options describe it.
 */
sarcoma_fit_status sarcoma_fit_document(
    const sarcoma_fit_result *result, const char *description, size_t length,
    sarcoma_fit_text *document);

/*
 * The command line's --figure as SVG. `options` is null or {"show": "...", "figureAt": ["5y"]}: of a Cox
 * model hazard-ratios or coefficients-over-time, of a validation calibration or decision.
 */
sarcoma_fit_status sarcoma_fit_figure(
    const sarcoma_fit_result *result, const char *options, size_t length, sarcoma_fit_text *svg);

/* Null is closed already. */
sarcoma_fit_status sarcoma_fit_result_close(sarcoma_fit_result *result);

#ifdef __cplusplus
}
#endif

#endif
