/*
 * libsarcoma from C alone: what its header promises, and the bits of the answers as hexadecimal floats,
 * which the caller of this program compares with those of other doors.
 *   scorer_test MODELS
 */
#define _GNU_SOURCE /* feenableexcept */
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sarcoma.h>

#define MODEL "tcga-limb-trunk-os-2026"

static void check(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "%s does not hold; the last failure was: %s\n", what, sarcoma_last_error().message);
  exit(1);
}

#define CHECK(condition) check(condition, #condition)

enum { THREADS = 8, TURNS = 2000, ROWS = 1000 };

static sarcoma_scorer *scorer;
static double patient[2];
static double expected;

static void *score_often(void *unused) {
  (void)unused;
  for (int turn = 0; turn < TURNS; turn++) {
    double probability[2];
    CHECK(sarcoma_score(scorer, patient, 2, probability, NULL, NULL, 2) == SARCOMA_OK);
    CHECK(probability[0] == expected);
    /* A failure of one thread is none of another's. */
    CHECK(sarcoma_score(scorer, patient, 3, probability, NULL, NULL, 2) == SARCOMA_ERROR_ARGUMENT);
    CHECK(strstr(sarcoma_last_error().message, "not 3") != NULL);
  }
  return NULL;
}

/* A program that rounds upward and stops at what is invalid, divided by zero or too large. */
static void score_elsewhere_rounded(void) {
  const char *written = "{\"age\": 61, \"size\": \"12 cm\", \"grade\": 3, \"histology\": \"LMS\"}";
  double values[2], probability[2];
  CHECK(fesetround(FE_UPWARD) == 0);
#ifdef __GLIBC__
  const int trapped = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;
  CHECK(feenableexcept(trapped) != -1 || fegetexcept() == 0);
#endif
  CHECK(sarcoma_encode(scorer, written, strlen(written), values, 2) == SARCOMA_OK);
  CHECK(sarcoma_score(scorer, values, 2, probability, NULL, NULL, 2) == SARCOMA_OK);
  values[0] = NAN;
  CHECK(sarcoma_score(scorer, values, 2, values, NULL, NULL, 2) == SARCOMA_ERROR_PATIENT);
  CHECK(fegetround() == FE_UPWARD);
#ifdef __GLIBC__
  CHECK(fegetexcept() == trapped || fegetexcept() == 0);
  fedisableexcept(trapped);
#endif
  fesetround(FE_TONEAREST);
  CHECK(probability[0] == expected);
}

int main(int count, char **arguments) {
  CHECK(count == 2);
  const char *models = arguments[1];

  sarcoma_library *library = NULL;
  CHECK(sarcoma_library_open(SARCOMA_ABI_VERSION + 1, models, NULL, 0, &library) == SARCOMA_ERROR_VERSION);
  CHECK(sarcoma_library_open(SARCOMA_ABI_VERSION, models, NULL, 0, &library) == SARCOMA_OK);
  CHECK(sarcoma_scorer_open(library, MODEL, "3y,5y", NULL, &scorer) == SARCOMA_OK);

  const char *written = "{\"age\": 61, \"size\": \"12 cm\", \"grade\": 3, \"histology\": \"LMS\"}";
  double values[2], probability[2], lower[2], upper[2];
  CHECK(sarcoma_encode(scorer, written, strlen(written), values, 2) == SARCOMA_OK);
  CHECK(sarcoma_score(scorer, values, 2, probability, lower, upper, 2) == SARCOMA_OK);
  CHECK(probability[0] > probability[1] && lower[0] < probability[0] && probability[1] < upper[1]);
  printf("version %s\n3y %a\n5y %a\n", sarcoma_version(), probability[0], probability[1]);

  double age[ROWS], size[ROWS], answers[2 * ROWS];
  int32_t grade[ROWS], histology[ROWS], remark[ROWS];
  for (int i = 0; i < ROWS; i++) {
    age[i] = i == 7 ? NAN : 61;
    size[i] = 12;
    grade[i] = 0;
    histology[i] = i % 2;
  }
  const char *grades[] = {"G3"}, *histologies[] = {"LMS", "8890/3"};
  const sarcoma_column columns[] = {
      {.name = "age", .numbers = age},
      {.name = "size", .numbers = size},
      {.name = "grade", .codes = grade, .texts = grades, .text_count = 1},
      {.name = "histology", .codes = histology, .texts = histologies, .text_count = 2},
      {.name = "room", .numbers = age},
  };
  const sarcoma_scores scores = {.probability = answers, .remark = remark};
  sarcoma_text account = {0};
  CHECK(sarcoma_score_cohort(scorer, columns, 5, ROWS, &scores, &account) == SARCOMA_OK);
  for (int i = 0; i < ROWS; i++) {
    CHECK(i == 7 ? isnan(answers[i]) : answers[i] == probability[0]);
    CHECK(i == 7 ? isnan(answers[ROWS + i]) : answers[ROWS + i] == probability[1]);
  }
  CHECK(strstr(account.bytes, "age (Age, year) is missing.") != NULL);
  CHECK(strlen(account.bytes) == account.length);
  sarcoma_text_free(&account);

  double with[ROWS];
  int8_t eligible[ROWS];
  const char *question = "{\"model\": \"" MODEL "\", \"at\": [\"5y\"], \"hazardRatio\": 0.8}";
  const sarcoma_benefits benefits = {.survival_with = with, .eligible = eligible};
  CHECK(
      sarcoma_benefit_cohort(
          library, question, strlen(question), columns, 5, ROWS, &benefits, NULL) == SARCOMA_OK);
  CHECK(with[0] > probability[1] && isnan(with[7]) && eligible[0] == -1 && eligible[7] == -1);
  printf("with %a\n", with[0]);

  /* A code without text, in a column that only eligibility reads. */
  int32_t depth[ROWS] = {0};
  depth[ROWS - 1] = 5;
  const char *depths[] = {"deep"};
  const sarcoma_column deep = {.name = "depth", .codes = depth, .texts = depths, .text_count = 1};
  CHECK(
      sarcoma_benefit_cohort(
          library, question, strlen(question), &deep, 1, ROWS, &benefits, NULL) == SARCOMA_ERROR_QUESTION);
  CHECK(strstr(sarcoma_last_error().message, "'depth' has the code 5 in row 999") != NULL);

  sarcoma_text answer = {0};
  question = "{\"patient\": {\"age\": 61, \"size\": 12, \"grade\": 3, \"histology\": \"LMS\"}}";
  CHECK(sarcoma_ask(library, "compare", question, strlen(question), &answer) == SARCOMA_OK);
  CHECK(strstr(answer.bytes, "sarculator-extremity-os-2016-reconstructed") != NULL);
  sarcoma_text_free(&answer);
  CHECK(sarcoma_ask(library, "benefit.text", "{}", 2, &answer) == SARCOMA_ERROR_QUESTION);
  CHECK(answer.bytes == NULL && strcmp(sarcoma_last_error().code, "shape") == 0);

  memcpy(patient, values, sizeof patient);
  expected = probability[0];
  score_elsewhere_rounded();
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, score_often, NULL) == 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);

  sarcoma_scorer *closed = scorer;
  CHECK(sarcoma_scorer_close(scorer) == SARCOMA_OK);
  CHECK(sarcoma_scorer_close(closed) == SARCOMA_ERROR_HANDLE);
  CHECK(sarcoma_score(closed, patient, 2, probability, NULL, NULL, 2) == SARCOMA_ERROR_HANDLE);
  CHECK(sarcoma_library_close(library) == SARCOMA_OK);
  CHECK(sarcoma_library_close(NULL) == SARCOMA_OK);
  return 0;
}
