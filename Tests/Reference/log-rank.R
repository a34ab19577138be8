# G-rho tests by R's survdiff, and under left truncation by the score test of an exact Cox model,
# which is the log-rank test (without ties, any Cox model is). Writes log-rank.json beside this file.
# Run in this folder: Rscript log-rank.R
library(survival)
library(jsonlite)

codes <- function(x) as.integer(as.factor(x)) - 1L

right <- function(time, event, groups, strata = NULL, rho = 0) {
  g <- codes(groups)
  s <- if (is.null(strata)) rep(0L, length(g)) else codes(strata)
  fit <- if (is.null(strata)) survdiff(Surv(time, event) ~ g, rho = rho) else
    survdiff(Surv(time, event) ~ g + strata(s), rho = rho)
  sums <- function(x) if (is.matrix(x)) rowSums(x) else x
  byStratum <- function(x) lapply(seq_len(max(s) + 1), function(k) {
    if (is.matrix(x)) I(unname(x[, k])) else I(unname(x))
  })
  list(
    exit = time, event = event, groups = g, strata = if (!is.null(strata)) s, rho = rho,
    observed = unname(sums(fit$obs)), expected = unname(sums(fit$exp)),
    observedByStratum = byStratum(fit$obs), expectedByStratum = byStratum(fit$exp),
    covariance = unname(fit$var), chiSquare = fit$chisq,
    degreesOfFreedom = sum(sums(fit$exp) > 0) - 1, pValue = fit$pvalue)
}

truncated <- function(entry, exit, event, groups, strata = NULL, ties = "exact") {
  g <- codes(groups)
  s <- if (is.null(strata)) rep(0L, length(g)) else codes(strata)
  fit <- coxph(Surv(entry, exit, event) ~ factor(g) + strata(s), ties = ties,
    control = coxph.control(timefix = FALSE))
  list(
    entry = entry, exit = exit, event = event, groups = g,
    strata = if (!is.null(strata)) s, rho = 0, chiSquare = fit$score,
    degreesOfFreedom = length(coef(fit)),
    pValue = pchisq(fit$score, length(coef(fit)), lower.tail = FALSE))
}

lung$event <- as.integer(lung$status == 2)
known <- lung[!is.na(lung$ph.ecog), ]
alive <- data.frame(t = c(1, 2, 3, 4, 5, 6), e = c(1, 1, 0, 1, 0, 1), g = c(1, 1, 1, 2, 2, 3))
early <- data.frame(t = c(5, 6, 7, 8, 1, 2), e = c(1, 1, 0, 1, 0, 0), g = c(1, 2, 1, 2, 3, 3))
age <- read.csv("data/mgus2_age.csv")
age <- age[!is.na(age$hgb), ]
age$untied <- round(age$ageout, 3) + seq_len(nrow(age)) * 1e-7
age$agein <- round(age$agein, 3) - 0.0005

cases <- list(
  veteran = with(veteran, right(time, status, celltype)),
  veteranPeto = with(veteran, right(time, status, celltype, rho = 1)),
  veteranStrata = with(veteran, right(time, status, celltype, trt, rho = 0.5)),
  lungStrata = with(known, right(time, event, ph.ecog, sex)),
  lungStrataPeto = with(known, right(time, event, sex, ph.ecog, rho = 1)),
  lungRho = with(lung, right(time, event, sex, rho = 2.5)),
  small = with(alive, right(t, e, g)),
  groupNeverAtRiskOfAnEvent = with(early, right(t, e, g)),
  heart = with(heart, truncated(start, stop, event, transplant)),
  heartStrata = with(heart, truncated(start, stop, event, transplant, surgery)),
  age = with(age, truncated(
    agein, untied, death, cut(hgb, c(0, 11, 13, 15, 30)), sex, ties = "breslow")))

write_json(
  list(
    tool = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival"))),
    cases = cases),
  "log-rank.json", auto_unbox = TRUE, digits = NA, null = "null", na = "null")
