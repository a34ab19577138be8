/*
 * Times the C library on columns that lie in memory: one fit, from formula and columns to the handle.
 * Arguments: directory n p. Prints what every script here prints.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sarcoma_fit.h"

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double *column(const char *directory, const char *name, size_t n) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  double *values = malloc(n * sizeof *values);
  FILE *file = fopen(path, "rb");
  if (!values || !file || fread(values, sizeof *values, n, file) != n) exit(2);
  fclose(file);
  return values;
}

static void must(sarcoma_fit_status status) {
  if (status == SARCOMA_FIT_OK) return;
  fprintf(stderr, "%s\n", sarcoma_fit_last_error().message);
  exit(3);
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  const size_t n = strtoull(arguments[2], NULL, 10), p = strtoull(arguments[3], NULL, 10);
  sarcoma_fit_column *columns = calloc(p + 2, sizeof *columns);
  char(*names)[16] = calloc(p + 2, sizeof *names);
  char *formula = malloc(32 + 16 * p);
  strcpy(names[0], "exit");
  strcpy(names[1], "event");
  strcpy(formula, "Surv(exit, event) ~ ");
  for (size_t j = 0; j < p; j++) {
    snprintf(names[j + 2], sizeof names[j + 2], "x%zu", j + 1);
    if (j > 0) strcat(formula, " + ");
    strcat(formula, names[j + 2]);
  }
  for (size_t j = 0; j < p + 2; j++) {
    columns[j].name = names[j];
    columns[j].numbers = column(arguments[1], names[j], n);
  }
  const char *options = "{\"phTest\": false, \"baseline\": false}";
  double *coefficients = malloc(p * sizeof *coefficients);
  for (int run = 0; run < 5; run++) {
    const double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    sarcoma_fit_table *table;
    sarcoma_fit_result *fit;
    must(sarcoma_fit_table_open(SARCOMA_FIT_ABI_VERSION, columns, p + 2, n, &table));
    must(sarcoma_fit_cox(table, formula, options, strlen(options), &fit));
    must(sarcoma_fit_numbers(fit, "coefficients", coefficients, p, NULL));
    printf("time cox %.9f %.9f\n", seconds(CLOCK_MONOTONIC) - wall,
           seconds(CLOCK_PROCESS_CPUTIME_ID) - processor);
    must(sarcoma_fit_result_close(fit));
    must(sarcoma_fit_table_close(table));
  }
  printf("value coefficients");
  for (size_t j = 0; j < p; j++) printf(" %.17g", coefficients[j]);
  printf("\n");
  return 0;
}
