# cox.zph() and the baseline of an exact fit: lung with times in weeks. Run in Tests/Reference:
# Rscript exact-zph.R
library(survival)
library(jsonlite)
lung <- read.csv("data/lung.csv")
lung$weeks <- ceiling(lung$time / 7)
fit <- coxph(Surv(weeks, status) ~ age + sex, lung, ties = "exact",
  control = coxph.control(eps = 1e-14, toler.chol = 1e-16, iter.max = 100))
hazard <- basehaz(fit)
write_json(list(versions = c(R.version.string, paste("survival", packageVersion("survival"))),
  weeks = lung$weeks, coefficients = unname(coef(fit)), zph = unname(cox.zph(fit)$table[, 1]),
  lastHazard = hazard$hazard[nrow(hazard)]),
  "exact-zph.json", digits = NA, auto_unbox = TRUE)
