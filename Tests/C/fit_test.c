/* Fits lung-like data through the C library, and frees everything. */
#define _GNU_SOURCE /* feenableexcept */
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sarcoma_fit.h>

enum { rows = 12 };

static int failures = 0;

static void expect(int condition, const char *what) {
  if (condition) return;
  failures++;
  fprintf(stderr, "%s: %s\n", what, sarcoma_fit_last_error().message);
}

static atomic_bool resampling_has_ended = false;

static void *interrupt_until_it_ends(void *unused) {
  const struct timespec moment = {0, 20 * 1000 * 1000};
  while (!atomic_load(&resampling_has_ended)) {
    nanosleep(&moment, NULL);
    sarcoma_fit_interrupt();
  }
  return unused;
}

/* A million samples would take minutes. */
static void interrupt_resampling(const sarcoma_fit_table *table, const sarcoma_fit_result *fit) {
  const char *description = "{\"id\": \"lung\", \"horizons\": [\"1y\"]}";
  const char *options = "{\"outcome\": \"Surv(time, status)\", \"bootstrap\": 1000000}";
  sarcoma_fit_text document = {0};
  sarcoma_fit_result *validation = NULL;
  pthread_t other;
  expect(sarcoma_fit_document(fit, description, strlen(description), &document) == SARCOMA_FIT_OK,
         "a document to validate");
  expect(pthread_create(&other, NULL, interrupt_until_it_ends, NULL) == 0, "a thread");
  sarcoma_fit_status status = sarcoma_fit_validate(
      table, document.bytes, document.length, NULL, 0, options, strlen(options), &validation);
  atomic_store(&resampling_has_ended, true);
  expect(status == SARCOMA_FIT_ERROR_INTERRUPTED && validation == NULL, "an interrupted validation");
  pthread_join(other, NULL);
  sarcoma_fit_text_free(&document);
}

int main(void) {
  const double time[rows] = {306, 455, 1010, 210, 883, 1022, 310, 361, 218, 166, 170, 654};
  const double status[rows] = {2, 2, 1, 2, 2, 1, 2, 2, 2, 2, 2, 2};
  const double age[rows] = {74, 68, 56, 57, 60, 74, 68, 71, 53, 61, 57, NAN};
  const int32_t sex[rows] = {0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1};
  const char *const sexes[] = {"male", "female"};
  const sarcoma_fit_column columns[] = {
      {"time", time, NULL, NULL, 0},
      {"status", status, NULL, NULL, 0},
      {"age", age, NULL, NULL, 0},
      {"sex", NULL, sex, sexes, 2},
  };
  const char *options = "{\"ties\": \"efron\", \"timeUnit\": \"day\"}";
  sarcoma_fit_table *table = NULL;
  sarcoma_fit_result *fit = NULL;
  size_t count = 0;
  double coefficients[2] = {0, 0}, errors[2] = {0, 0}, survival[2 * rows];
  const double times[2] = {365.25, 730.5};

  expect(sarcoma_fit_table_open(SARCOMA_FIT_ABI_VERSION, columns, 4, rows, &table) ==
             SARCOMA_FIT_OK, "open");
  expect(sarcoma_fit_cox(table, "Surv(time, status) ~ age + sex", options, strlen(options), &fit) ==
             SARCOMA_FIT_OK, "cox");
  expect(sarcoma_fit_numbers(fit, "coefficients", NULL, 0, &count) == SARCOMA_FIT_OK && count == 2,
         "count");
  expect(sarcoma_fit_numbers(fit, "coefficients", coefficients, 2, NULL) == SARCOMA_FIT_OK,
         "coefficients");
  expect(sarcoma_fit_numbers(fit, "standardErrors", errors, 2, NULL) == SARCOMA_FIT_OK, "errors");
  for (int k = 0; k < 2; k++) printf("%.17g %.17g\n", coefficients[k], errors[k]);

  expect(sarcoma_fit_predict(fit, "survival", table, times, 2, survival, 2 * rows) ==
             SARCOMA_FIT_OK, "predict");
  expect(survival[0] > survival[rows] && isnan(survival[rows - 1]), "survival");

  /* A program that rounds upward and stops at what is invalid has the same bits. */
  sarcoma_fit_result *again = NULL;
  double upward[2] = {0, 0};
  fesetround(FE_UPWARD);
#ifdef __GLIBC__
  feenableexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW);
#endif
  const sarcoma_fit_status fitted =
      sarcoma_fit_cox(table, "Surv(time, status) ~ age + sex", options, strlen(options), &again);
  sarcoma_fit_numbers(again, "coefficients", upward, 2, NULL);
#ifdef __GLIBC__
  fedisableexcept(FE_ALL_EXCEPT);
#endif
  expect(fegetround() == FE_UPWARD, "the caller's rounding");
  fesetround(FE_TONEAREST);
  expect(fitted == SARCOMA_FIT_OK && memcmp(upward, coefficients, sizeof upward) == 0, "rounding");
  sarcoma_fit_result_close(again);

  sarcoma_fit_text json = {0}, document = {0}, svg = {0};
  const char *description = "{\"id\": \"lung\", \"horizons\": [\"1y\"]}";
  expect(sarcoma_fit_report(fit, "json", &json) == SARCOMA_FIT_OK && json.length > 100, "json");
  expect(sarcoma_fit_document(fit, description, strlen(description), &document) == SARCOMA_FIT_OK,
         "document");
  expect(sarcoma_fit_figure(fit, NULL, 0, &svg) == SARCOMA_FIT_OK, "figure");
  expect(svg.bytes != NULL && strstr(svg.bytes, "<svg") != NULL, "svg");
  sarcoma_fit_text_free(&json);
  sarcoma_fit_text_free(&document);
  sarcoma_fit_text_free(&svg);

  sarcoma_fit_result *none = NULL;
  expect(sarcoma_fit_cox(table, "Surv(time, status) ~ agee", NULL, 0, &none) ==
                 SARCOMA_FIT_ERROR_DATA && none == NULL &&
             strstr(sarcoma_fit_last_error().message, "did you mean 'age'?") != NULL,
         "a column that is not there");
  interrupt_resampling(table, fit);
  expect(sarcoma_fit_result_close(fit) == SARCOMA_FIT_OK, "close");
  expect(sarcoma_fit_result_close(fit) == SARCOMA_FIT_ERROR_HANDLE, "close twice");
  expect(sarcoma_fit_table_close(table) == SARCOMA_FIT_OK, "close the table");
  printf("%s\n", sarcoma_fit_version());
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
