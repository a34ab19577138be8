/*
 * Random calls with random bytes into libsarcoma: whatever is passed, a status comes back, and nothing is
 * lost. Run under a sanitizer it finds what is read or written beyond its end, and what leaks.
 *   scorer_fuzz MODELS SECONDS SEED
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "random_bytes.h"

#include <sarcoma.h>

enum { HANDLES = 8, ROWS = 64, VALUES = 16 };

static const char *const seeds[] = {
    "{\"age\": 61, \"size\": \"12 cm\", \"grade\": 3, \"histology\": \"LMS\"}",
    "{\"patient\": {\"age\": 61, \"size\": 12, \"grade\": 3, \"histology\": \"LMS\", \"site\": \"thigh\"}}",
    ("{\"model\": \"sarculator-extremity-os-2016-reconstructed\", \"patient\": {\"age\": 40, \"size\": 7, "
     "\"grade\": \"high\", \"histology\": \"UPS\"}, \"at\": [\"5y\", \"10y\"], \"given\": \"2y\"}"),
    "{\"model\": \"sarculator-extremity-os-2016-reconstructed\", \"at\": [\"5y\"], \"hazardRatio\": 0.8}",
    "{\"model\": \"fnclcc-grade-1997\"}",
    "{\"patient\": {}, \"survival\": [{\"time\": \"5y\", \"estimate\": 0.5, \"interval\": [0.4, 0.6]}]}",
    "{\"format\": \"sarcoma-model/1\", \"id\": \"own\", \"version\": \"1\"}",
    "", "null", "[[[[[[[[[[[[[[[[", "\"\\ud800\"", "{\"a\": 1e999}",
};
static const char *const operations[] = {
    "score", "compare", "benefit", "consultation", "models", "model", "vocabulary", "nomogram", "faults",
    "score.text", "compare.text", "benefit.text", "guess", "", ".text",
};
static const char *const models[] = {
    "sarculator-extremity-os-2016-reconstructed", "kattan-msk-dss-2002", "fnclcc-grade-1997",
    "tcga-limb-trunk-os-2026", "gough-advanced-os-2012", "nothing", "", "\xff\xfe",
};
static const char *const times[] = {"5y", "1y,3y", "60m", "soon", "", "1e308y", "5y,,", "-1y"};
static const char *const names[] = {"age", "size", "grade", "histology", "metastasis", "", "\xff", "room", "depth"};
static const char *const texts[] = {"LMS", "G3", "12,5 cm", "", "yes", "low", "\xc3\x28", "61"};

static char *exact(size_t *length) {
  return damaged(seeds[below(sizeof seeds / sizeof *seeds)], length);
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  const char *directory = arguments[1];
  const time_t end = time(NULL) + atoi(arguments[2]);
  state = strtoull(arguments[3], NULL, 10);
  sarcoma_library *libraries[HANDLES] = {0};
  sarcoma_scorer *scorers[HANDLES] = {0};
  unsigned long calls = 0, answered = 0;
  while (time(NULL) < end) {
    size_t place = below(HANDLES), length = 0;
    sarcoma_text text = {0};
    sarcoma_text *wanted = below(50) == 0 ? NULL : &text;
    sarcoma_library *library = libraries[below(HANDLES)];
    sarcoma_scorer *scorer = scorers[below(HANDLES)];
    if (below(40) == 0) library = (sarcoma_library *)(uintptr_t)drawn();
    if (below(40) == 0) scorer = (sarcoma_scorer *)(uintptr_t)drawn();
    sarcoma_status status = SARCOMA_OK;
    char *bytes = NULL;
    switch (below(12)) {
      case 0: {
        /* A handle that is overwritten stays open but for what is closed here: none is lost. */
        sarcoma_library *opened = NULL;
        bytes = exact(&length);
        sarcoma_file file = {below(4) == 0 ? NULL : "own.json", bytes, length};
        if (below(20) > 0) {
          status = sarcoma_library_close(libraries[place]);
          libraries[place] = NULL;
        } else {
          status = sarcoma_library_open(
              SARCOMA_ABI_VERSION, below(8) == 0 ? "/nowhere" : directory, &file, below(2), &opened);
          if (status == SARCOMA_OK) {
            sarcoma_library_close(libraries[place]);
            libraries[place] = opened;
          }
        }
        break;
      }
      case 1: {
        sarcoma_scorer *opened = NULL;
        status = sarcoma_scorer_open(
            library, models[below(8)], below(2) ? NULL : times[below(8)],
            below(4) ? NULL : times[below(8)], &opened);
        if (status == SARCOMA_OK) {
          sarcoma_scorer_close(scorers[place]);
          scorers[place] = opened;
        }
        break;
      }
      case 2: status = sarcoma_scorer_close(below(2) ? scorer : scorers[place]); break;
      case 3: status = sarcoma_scorer_describe(scorer, wanted); break;
      case 4: {
        double values[VALUES];
        bytes = exact(&length);
        status = sarcoma_encode(scorer, below(30) ? bytes : NULL, length, values, below(8));
        break;
      }
      case 5: {
        double values[VALUES], probability[4], lower[4], upper[4];
        for (int i = 0; i < VALUES; i++) values[i] = number();
        status = sarcoma_score(
            scorer, values, below(8), probability, below(2) ? lower : NULL, below(2) ? upper : NULL,
            below(5));
        break;
      }
      case 6:
      case 7: {
        const size_t rows = below(ROWS), column_count = below(6);
        double numbers[ROWS], eta[ROWS], room[4 * ROWS];
        int32_t codes[ROWS], places[ROWS];
        int8_t eligible[ROWS];
        for (size_t i = 0; i < ROWS; i++) {
          numbers[i] = number();
          codes[i] = (int32_t)below(10) - 1;
        }
        sarcoma_column columns[6];
        for (size_t k = 0; k < column_count; k++) {
          const char *name = below(60) ? names[below(9)] : NULL;
          if (below(2)) {
            columns[k] = (sarcoma_column){.name = name, .numbers = numbers};
          } else {
            columns[k] = (sarcoma_column){
                .name = name, .codes = codes, .texts = texts, .text_count = below(9)};
          }
        }
        if (below(2)) {
          /* Never more columns of answers than there is room for: scorers have at most 4 times here. */
          const sarcoma_scores scores = {
              .probability = room, .linear_predictor = below(2) ? eta : NULL, .remark = places};
          status = sarcoma_score_cohort(
              scorer, columns, column_count, rows, below(30) ? &scores : NULL, wanted);
        } else {
          bytes = exact(&length);
          const sarcoma_benefits benefits = {
              .survival_with = room, .eligible = eligible, .remark = below(2) ? places : NULL};
          status = sarcoma_benefit_cohort(
              library, bytes, length, columns, column_count, rows, below(30) ? &benefits : NULL,
              wanted);
        }
        break;
      }
      default:
        bytes = exact(&length);
        status = sarcoma_ask(
            library, below(60) ? operations[below(15)] : NULL, below(30) ? bytes : NULL, length,
            wanted);
    }
    calls++;
    answered += status == SARCOMA_OK;
    if ((int)status < 0 || status > SARCOMA_ERROR_ENGINE) return 1;
    const sarcoma_error error = sarcoma_last_error();
    if (status != SARCOMA_OK && (strlen(error.message) == 0 || strlen(error.code) == 0)) return 1;
    if (status != SARCOMA_OK && text.bytes != NULL) return 1;
    sarcoma_text_free(wanted);
    free(bytes);
  }
  for (int i = 0; i < HANDLES; i++) {
    sarcoma_library_close(libraries[i]);
    sarcoma_scorer_close(scorers[i]);
  }
  printf("%lu random calls, %lu of them answered\n", calls, answered);
  return 0;
}
