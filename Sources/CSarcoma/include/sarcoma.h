/*
 * SarcomaRisk's scorer for programs in C, and in any language that calls C.
 *
 * Decision support and research; not a certified medical device. Each number comes with its cautions
 * and its source, which sarcoma_ask gives: show them beside it.
 *
 * Every function returns a status. SARCOMA_OK means that the results are written; after anything else
 * they are untouched, and sarcoma_last_error() says why in a sentence. Nothing that is passed stops the
 * program: null, a wrong length, a closed handle and a broken text are errors. What cannot be known is
 * whether a pointer points to as many elements as were said, and what cannot be answered is memory that
 * the system refuses, or a stack that is too small: a thread that calls has 512 KiB or more.
 *
 * Handles may be used on several threads at once, and one may be closed meanwhile: the calls that use it
 * end as they would have. Each scores with the bits that every other door gives, whatever the calling
 * thread's rounding, subnormals and floating-point traps, which are as before when a function returns.
 *
 * Texts that are passed are UTF-8, those without a length end with a null, and JSON has at most 16 MiB.
 * What is passed is read or copied during the call and not kept. A text that a function gives is freed by
 * sarcoma_text_free(), and by nothing else.
 */
#ifndef SARCOMA_H
#define SARCOMA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows where a program that was compiled against an older header would break. */
#define SARCOMA_ABI_VERSION 1

typedef enum sarcoma_status {
  SARCOMA_OK = 0,
  SARCOMA_ERROR_ARGUMENT = 1, /* a null, a wrong length, no UTF-8 */
  SARCOMA_ERROR_HANDLE = 2,   /* closed, or never opened */
  SARCOMA_ERROR_VERSION = 3,  /* this header is of another version than the library */
  SARCOMA_ERROR_DOCUMENT = 4, /* documents that cannot be read */
  SARCOMA_ERROR_QUESTION = 5, /* not of the right shape, or of a model or time that there is not */
  SARCOMA_ERROR_PATIENT = 6,  /* a value that cannot be read, is missing, or is out of scope */
  SARCOMA_ERROR_ENGINE = 7    /* a fault of the engine */
} sarcoma_status;

/* The last failure of the calling thread, which a success leaves; valid until the thread's next failure or
 * its end. Never null; empty texts where nothing has failed. */
typedef struct sarcoma_error {
  const char *message; /* one sentence */
  const char *code;    /* a word for programs, as "missing" or "unknownLevel"; nothing of the patient */
  const char *pointer; /* where in the question, as a JSON pointer (RFC 6901); may be empty */
} sarcoma_error;

/* Null-terminated; `length` does not count the null. Written over what was there, which is not freed. */
typedef struct sarcoma_text {
  const char *bytes;
  size_t length;
} sarcoma_text;

typedef struct sarcoma_file {
  const char *name; /* "vocabulary.json", "<id>.json", "effects/<id>.json", "eligibility/<id>.json" */
  const char *bytes;
  size_t length;
} sarcoma_file;

/* One covariate of a cohort, its name once: numbers, or texts by code. At addresses of their type. */
typedef struct sarcoma_column {
  const char *name;          /* as in the vocabulary; those that nobody reads are left aside */
  const double *numbers;     /* one a row, in the canonical unit; NaN is missing; null for texts */
  const int32_t *codes;      /* one a row, places among `texts`; negative is missing */
  const char *const *texts;  /* levels, codes or synonyms, or numbers with their units */
  size_t text_count;         /* of texts; read where `numbers` is null */
} sarcoma_column;

/*
 * Where the answers for a cohort go; null for what is not wanted. A number that a row does not have is
 * NaN. `probability`, `lower` and `upper` hold as many columns of `rows` as the scorer has
 * probabilities (sarcoma_scorer_describe: "probabilities"), one after another. None lies in the memory of
 * another or of a column.
 */
typedef struct sarcoma_scores {
  double *linear_predictor;
  double *total_points;
  double *probability;
  double *lower; /* 95 % intervals */
  double *upper;
  int32_t *category; /* place among the account's "categories", or -1 */
  int32_t *remark;   /* place among the account's "remarks", or -1 */
} sarcoma_scores;

/* What chemotherapy before surgery changes for a cohort; as sarcoma_scores. */
typedef struct sarcoma_benefits {
  double *survival_without;
  double *survival_with;
  double *benefit_lower; /* of the ratio's interval at the row's survival without */
  double *benefit_upper;
  int8_t *eligible; /* 1, 0, or -1 where it is not known; of rows without a survival too */
  int32_t *remark;
} sarcoma_benefits;

typedef struct sarcoma_library sarcoma_library; /* documents */
typedef struct sarcoma_scorer sarcoma_scorer;   /* a model and the times at which it is asked */

/* The engine's version, as "0.1.0"; never freed. */
const char *sarcoma_version(void);

sarcoma_error sarcoma_last_error(void);

void sarcoma_text_free(sarcoma_text *text);

/*
 * Opens the documents of a directory, of files in memory, or of both; `directory` or `files` may be
 * null. A document that is broken is left out; sarcoma_ask "faults" names it. Pass SARCOMA_ABI_VERSION.
 */
sarcoma_status sarcoma_library_open(
    uint32_t abi_version, const char *directory, const sarcoma_file *files, size_t file_count,
    sarcoma_library **library);

/* Null is closed already. What other threads are doing with it, they finish. 65536 may be open at once. */
sarcoma_status sarcoma_library_close(sarcoma_library *library);

/*
 * Asks a question and answers as the command line and the service do. `operation` is
 *   "score"         {"model": "...", "patient": {"age": 61, "size": "12 cm"}, "at": ["5y"], "given": "2y"}
 *   "compare"       {"patient": {...}, "at": [...]}
 *   "benefit"       {"patient": {...}, "model": ..., "effects": [...], "hazardRatio": ..., "survival": ...}
 *   "consultation"  a comparison and a benefit with their texts
 *   "models"        null: what the library holds
 *   "model"         {"model": "..."}: the document
 *   "vocabulary"    null: the document
 *   "treatment"     null: {"effects": [document], "eligibility": [document]}
 *   "faults"        null: {"faults": [sentence]}, what is wrong with documents that were left out
 *   "nomogram"      {"model": "...", "patient": {...}}: SVG, with the patient's points if there is one
 * A trailing ".text", as in "benefit.text", gives the words of the command line for the first three.
 */
sarcoma_status sarcoma_ask(
    const sarcoma_library *library, const char *operation, const char *question, size_t length,
    sarcoma_text *answer);

/*
 * Compiles a model of the library for many patients. `at` holds times as "1y,5y", null for the model's
 * own; `given` a time to which patients are known to be free of the event, or null. A scorer outlives
 * its library.
 */
sarcoma_status sarcoma_scorer_open(
    const sarcoma_library *library, const char *model, const char *at, const char *given,
    sarcoma_scorer **scorer);

sarcoma_status sarcoma_scorer_close(sarcoma_scorer *scorer);

/*
 * {"model": {"id", "version", "sha256", ...}, "citation",
 *  "covariates": [{"name", "kind", "unit", "levels", "isOptional"}], "reads": [name],
 *  "probabilities": [{"endpoint", "time"}], "columns": [name], "isRule"}
 * "reads" are the columns that a cohort may have; "columns" those of the command line's scored table.
 */
sarcoma_status sarcoma_scorer_describe(const sarcoma_scorer *scorer, sarcoma_text *description);

/*
 * Reads a patient, a JSON object of names and values, and checks everything that can be doubted: names,
 * units, ranges, scope. Writes one number for each of the scorer's covariates; `count` is their number.
 * A value that leaves several levels open is an error here; sarcoma_ask answers it.
 */
sarcoma_status sarcoma_encode(
    const sarcoma_scorer *scorer, const char *patient, size_t length, double *values, size_t count);

/*
 * The probabilities of a patient whom sarcoma_encode has written, and the ends of their 95 % intervals,
 * NaN where none is known; `lower` and `upper` may be null. Doubts nothing but lengths. A rule has none.
 */
sarcoma_status sarcoma_score(
    const sarcoma_scorer *scorer, const double *values, size_t count, double *probabilities,
    double *lower, double *upper, size_t probability_count);

/*
 * Scores a cohort of at most 2^31 - 65 rows. Each row is checked as a patient is; one without an answer has
 * a remark.
 * `account`, which may be null, is {"remarks": [{"cautions": [code], "refusal": sentence or null}],
 * "categories": [name]}.
 */
sarcoma_status sarcoma_score_cohort(
    const sarcoma_scorer *scorer, const sarcoma_column *columns, size_t column_count, size_t rows,
    const sarcoma_scores *scores, sarcoma_text *account);

/*
 * The benefit for each of a cohort, at one time and by one effect:
 *   {"model": "...", "effect": "...", "at": "5y"} or {"model": "...", "hazardRatio": 0.8, "at": "5y"},
 * with "hazardRatio" as in sarcoma_ask, and "regimen" where an effect has a ratio for each of several.
 */
sarcoma_status sarcoma_benefit_cohort(
    const sarcoma_library *library, const char *question, size_t length,
    const sarcoma_column *columns, size_t column_count, size_t rows, const sarcoma_benefits *benefits,
    sarcoma_text *account);

#ifdef __cplusplus
}
#endif

#endif
