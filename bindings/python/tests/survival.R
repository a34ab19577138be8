# Writes survival.json: what R's survival makes of a factor whose levels are in an order of their own.
#   Rscript survival.R
suppressMessages({library(survival); library(jsonlite)})
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("--file=", "", grep("--file=", arguments, value = TRUE))))
table <- read.csv(file.path(here, "../../../data/tcga_sarc.csv"))
table$residual_tumor <- factor(table$residual_tumor, c("R2", "R0", "R1"))
table$fnclcc_grade <- factor(table$fnclcc_grade, c("3", "1", "2"))
fit <- coxph(Surv(OS_days, OS_event) ~ age_years + residual_tumor, table, eps = 1e-11)
logistic <- glm(OS_event ~ age_years + fnclcc_grade, binomial, table, epsilon = 1e-14)
schoenfeld <- residuals(fit, "schoenfeld")
baseline <- basehaz(fit)
write_json(
  list(
    versions = list(R = paste0(R.version$major, ".", R.version$minor), survival = as.character(packageVersion("survival"))),
    terms = names(coef(fit)), coefficients = unname(coef(fit)), interval = unname(exp(confint(fit))),
    covariance = unname(vcov(fit)),
    dfbeta = unname(residuals(fit, "dfbeta")[1:5, ]), score = unname(residuals(fit, "score")[1:5, ]),
    schoenfeld = unname(schoenfeld[1:5, ]), lastHazard = tail(baseline$hazard, 1),
    logistic = list(terms = names(coef(logistic)), coefficients = unname(coef(logistic)), covariance = unname(vcov(logistic)))),
  file.path(here, "survival.json"), digits = 17, auto_unbox = TRUE, pretty = TRUE)
