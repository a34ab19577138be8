# Labels of numbers, and what read.csv and coxph make of columns of true and false and of numbers
# that differ by rounding only. Writes factor-levels.json beside this file.
# Run in this folder: Rscript factor-levels.R
library(survival)
library(jsonlite)

# Text is sorted by code point, not by the language of the machine.
invisible(Sys.setlocale("LC_COLLATE", "C"))
set.seed(7)
numbers <- c(
  0.1 + 0.2, 1 / 3, 2 / 3, 1e5, 123456, 1e5 + 0.5, 1e-5, 1e-4, 0.00012345678901234567, 1e15, 1e16,
  123456789012345678, 1e-300, 2^53, 0.1 + 0.7, 1.1 * 3, 3e5, 1234567.1, 1e22, 5e-324,
  1.7976931348623157e308, 100, -2.5, -1e5, 0, 99999, 100001, 0.5, 1e-15, 0.99999999999999989,
  9.9999999999999995, 12345.678901234567, exp(rnorm(40, 0, 20)), round(rnorm(20, 50, 30), 3))

columns <- list(
  c("TRUE", "FALSE"), c("T", "F"), c("TRUE", "F"), c("F", "T", "NA"), c("true", "false"),
  c("True", "False"), c("TRUE", "false"), c("F", "M"),
  c("0.30000000000000004", "0.3", "1"), c("0.1", "0.10000000000000001", "0.1000000000001"),
  c("100000", "123456", "1e-5"), c("2", "10", "33.333333333333336", "33.333333333333329"))

one <- function(values) {
  cells <- rep_len(values, 36)
  text <- paste0(
    "time,status,b\n",
    paste(1:36, c(1, 1, 0, 1, 0), cells, sep = ",", collapse = "\n"), "\n")
  d <- read.csv(text = text)
  terms <- if (is.numeric(d$b)) c("factor(b)", "strata(b)") else c("b", "factor(b)", "strata(b)")
  list(
    csv = text,
    models = lapply(terms, function(term) {
      fit <- coxph(
        as.formula(paste("Surv(time, status) ~", term)), d,
        control = coxph.control(eps = 1e-11))
      list(
        term = term, names = I(as.character(names(coef(fit)))), estimates = I(as.numeric(coef(fit))))
    }),
    curves = lapply(c("b", terms), function(term) {
      fit <- survfit(as.formula(paste("Surv(time, status) ~", term)), d)
      list(term = term, groups = I(as.character(names(fit$strata))), n = I(fit$n))
    }))
}

write_json(
  list(
    tool = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival"))),
    numbers = list(value = sprintf("%.17g", numbers), label = as.character(numbers)),
    columns = lapply(columns, one)),
  "factor-levels.json", auto_unbox = TRUE, digits = NA, pretty = 1)
