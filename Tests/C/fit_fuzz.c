/*
 * Random calls with random columns and bytes into libsarcomafit: whatever is passed, a status comes back, and
 * nothing is lost.
 *   fit_fuzz SECONDS SEED
 */
#include <stdio.h>
#include <time.h>

#include "random_bytes.h"

#include <sarcoma_fit.h>

enum { HANDLES = 4, ROWS = 40, COLUMNS = 5, ROOM = 4096 };

static const char *const formulas[] = {
    "Surv(time, event) ~ x + group", "Surv(time, event) ~ rcs(x, 3) + strata(group)",
    "Surv(time, event == 2) ~ log(x) * y", "event ~ x + group", "event == 1 ~ pmin(x, 3) + I(y^2)",
    "Surv(time, event) ~ group", "Surv(time, event) ~ 1", "Surv(x, time, event) ~ y + cluster(group)",
    "Surv(time, event) ~ tt(x * log(t))", "Surv(time, event) ~ step(x, 5, 9)", "~", "", "Surv(", "((((((((((",
};
static const char *const options[] = {
    "{\"ties\": \"breslow\", \"robust\": true}", "{\"firth\": true}", "{\"ridge\": 2, \"phTest\": false}",
    "{\"at\": [\"1y\"], \"predict\": [{\"x\": 3, \"group\": \"a\", \"y\": 1}]}", "{\"where\": \"x > 2\", \"weights\": \"y\"}",
    "{\"levels\": {\"group\": [\"b\", \"a\", \"c\"]}, \"missing\": [\"c\"]}", "{\"test\": \"logrank\", \"at\": [\"100d\"]}",
    "{\"outcome\": \"Surv(time, event)\", \"linearPredictor\": \"x\", \"unit\": \"day\"}",
    "{\"outcome\": \"event == 1\", \"predictedRisk\": [\"y\"]}",
    "{\"outcome\": \"Surv(time, event)\", \"predictedRisk\": [\"y@30d\"], \"unit\": \"day\", \"bootstrap\": 3}",
    "{\"id\": \"own\", \"horizons\": [\"30d\"]}", "{\"show\": \"coefficients-over-time\"}", "{\"show\": \"calibration\"}",
    "{\"outcome\": \"Surv(time, event)\", \"method\": \"slope\", \"id\": \"new\"}",
    "{\"outcome\": \"Surv(time, event)\", \"method\": \"refit\", \"id\": \"new\", \"horizons\": [20]}",
    "{\"contrast\": [\"x=3 - x=1\", \"2 * x\"]}", "{\"test\": \"type2\"}",
    "{\"iterations\": 2, \"confidence\": 0.5}", "{\"na\": \"fail\"}", "", "null", "[[[[", "{\"ties\": 1e999}",
};
static const char *const names[] = {
    "coefficients", "covariance", "baselineTimes", "martingale", "dfbeta", "schoenfeld", "probabilities", "rows",
    "linearPredictors", "converged", "nothing", "", "\xff",
};
static const char *const columns[] = {"time", "event", "x", "y", "group", "time", "", "\xff"};
static const char *const texts[] = {"a", "b", "c", "d"};

int main(int count, char **arguments) {
  if (count != 3) return 2;
  const time_t end = time(NULL) + atoi(arguments[1]);
  state = strtoull(arguments[2], NULL, 10);
  /* Results read the numbers where they lie: these outlive all of them. */
  static double numbers[HANDLES][COLUMNS][ROWS];
  sarcoma_fit_table *tables[HANDLES] = {0};
  sarcoma_fit_result *results[HANDLES] = {0};
  unsigned long calls = 0, answered = 0;
  while (time(NULL) < end) {
    const size_t place = below(HANDLES);
    size_t length = 0, found = 0;
    double room[ROOM];
    sarcoma_fit_text text = {0};
    sarcoma_fit_table *table = tables[below(HANDLES)];
    sarcoma_fit_result *result = results[below(HANDLES)];
    if (below(40) == 0) table = (sarcoma_fit_table *)(uintptr_t)drawn();
    if (below(40) == 0) result = (sarcoma_fit_result *)(uintptr_t)drawn();
    char *bytes = damaged(options[below(sizeof options / sizeof *options)], &length);
    size_t unused = 0;
    char *formula = damaged(formulas[below(sizeof formulas / sizeof *formulas)], &unused);
    sarcoma_fit_result *made = NULL;
    sarcoma_fit_status status = SARCOMA_FIT_OK;
    switch (below(17)) {
      case 0:
      case 1: {
        /* Its columns must not change while a result of it is open. */
        for (int i = 0; i < HANDLES; i++) {
          sarcoma_fit_result_close(results[i]);
          results[i] = NULL;
        }
        sarcoma_fit_table_close(tables[place]);
        tables[place] = NULL;
        sarcoma_fit_column made_of[COLUMNS];
        int32_t codes[ROWS];
        for (size_t i = 0; i < ROWS; i++) codes[i] = (int32_t)below(below(20) ? 3 : 9) - (below(9) == 0);
        for (size_t k = 0; k < COLUMNS; k++) {
          for (size_t i = 0; i < ROWS; i++) {
            numbers[place][k][i] = k == 0 ? 1 + (double)below(60) : k == 1 ? (double)below(2) : number();
          }
          const char *name = below(40) ? columns[k] : columns[below(8)];
          if (k == 4) {
            made_of[k] = (sarcoma_fit_column){.name = name, .codes = codes, .texts = texts, .text_count = 3 + below(2)};
          } else {
            made_of[k] = (sarcoma_fit_column){.name = name, .numbers = numbers[place][k]};
          }
        }
        status = sarcoma_fit_table_open(
            SARCOMA_FIT_ABI_VERSION, below(30) ? made_of : NULL, below(30) ? COLUMNS : 0, below(ROWS + 1),
            &tables[place]);
        break;
      }
      case 2:
      case 3:
      case 4: status = sarcoma_fit_cox(table, formula, bytes, length, &made); break;
      case 5: status = sarcoma_fit_logistic(table, formula, bytes, length, &made); break;
      case 6: status = sarcoma_fit_curves(table, formula, bytes, length, &made); break;
      case 7: {
        size_t size = 0;
        char *document = damaged("{\"format\": \"sarcoma-model/1\", \"id\": \"own\"}", &size);
        status = sarcoma_fit_validate(
            table, below(2) ? document : NULL, size, NULL, 0, bytes, length, &made);
        free(document);
        break;
      }
      case 8: status = sarcoma_fit_report(result, below(2) ? "json" : below(2) ? "text" : "guess", &text); break;
      case 9:
      case 10:
        status = sarcoma_fit_numbers(
            result, names[below(sizeof names / sizeof *names)], below(4) ? room : NULL, below(ROOM), &found);
        break;
      case 11: {
        const double times[] = {30, number()};
        status = sarcoma_fit_predict(
            result, below(2) ? "survival" : "linearPredictor", table, times, below(3), room, below(2) ? ROWS : below(ROOM));
        break;
      }
      case 12: status = sarcoma_fit_document(result, bytes, length, &text); break;
      case 13:
      case 14: {
        /* A document of its own, where a fit has one. */
        const char *own = "{\"id\": \"own\", \"horizons\": [30]}";
        sarcoma_fit_text written = {0};
        sarcoma_fit_document(result, own, strlen(own), &written);
        size_t size = 0;
        char *document = damaged(below(4) && written.bytes ? written.bytes : "{\"id\": \"own\"}", &size);
        status = below(2)
            ? sarcoma_fit_update(table, document, size, NULL, 0, bytes, length, &made)
            : sarcoma_fit_anova(below(2) ? table : NULL, document, size, below(3) ? NULL : written.bytes,
                                below(3) ? 0 : written.length, bytes, length, &made);
        sarcoma_fit_text_free(&written);
        free(document);
        break;
      }
      case 15: sarcoma_fit_interrupt(); break;
      default: status = sarcoma_fit_figure(result, bytes, length, &text);
    }
    if (made != NULL) {
      sarcoma_fit_result_close(results[place]);
      results[place] = made;
    }
    calls++;
    answered += status == SARCOMA_FIT_OK;
    if ((int)status < 0 || status > SARCOMA_FIT_ERROR_ENGINE) return 1;
    if (status != SARCOMA_FIT_OK && (strlen(sarcoma_fit_last_error().message) == 0 || text.bytes != NULL)) return 1;
    sarcoma_fit_text_free(&text);
    free(bytes);
    free(formula);
  }
  for (int i = 0; i < HANDLES; i++) {
    sarcoma_fit_result_close(results[i]);
    sarcoma_fit_table_close(tables[i]);
  }
  printf("%lu random calls, %lu of them answered\n", calls, answered);
  return 0;
}
