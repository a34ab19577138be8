# coxph() with ridge(): estimates, both variances, effective degrees of freedom, tests, cox.zph and a
# curve. Run in Tests/Reference: Rscript ridge.R
library(survival)
library(jsonlite)
control <- coxph.control(eps = 1e-14, toler.chol = 1e-16, iter.max = 100)
lung <- read.csv("data/lung.csv")
heart <- read.csv("data/heart.csv")
veteran <- read.csv("data/veteran.csv")
lung$double <- lung$age + 2 * lung$sex # an exact combination: the penalty tells them apart
lung$weight <- rep(c(0.5, 1.25, 2), length.out = nrow(lung))
lung$count <- rep(c(1, 2, 3), length.out = nrow(lung))

report <- function(name, fit, formula, data, theta, scaled = TRUE, ties = "efron", weights = NULL,
                   cluster = NULL) {
  # cox.zph() of survival 3.5-3 recycles the diagonal of the penalty over a whole block of its matrix,
  # which is right for one column alone (for heart it gives a chi-square of -3.41): hand it the matrix.
  fit$coxlist2$second <- diag(fit$coxlist2$second)
  zph <- cox.zph(fit)$table
  wald <- drop(fit$coefficients %*% solve(fit$var, fit$coefficients))
  log_ratio <- 2 * diff(fit$loglik)
  df <- sum(fit$df)
  list(name = name, formula = formula, data = data, theta = theta, scaled = scaled, ties = ties,
    weights = weights, cluster = cluster,
    n = fit$n, events = fit$nevent, coefficients = unname(fit$coefficients),
    var = if (is.null(fit$naive.var)) fit$var else fit$naive.var,
    robust = if (is.null(fit$naive.var)) NULL else fit$var, var2 = fit$var2,
    df = df, loglik = fit$loglik, penalty = fit$penalty[2], aic = AIC(fit), bic = BIC(fit),
    lr = c(log_ratio, df, pchisq(log_ratio, df, lower.tail = FALSE)),
    wald = c(wald, df, pchisq(wald, df, lower.tail = FALSE)),
    zph = unname(zph[nrow(zph), ]), concordance = unname(fit$concordance["concordance"]))
}

cases <- list(
  report("missing rows and strata",
    coxph(Surv(time, status == 2) ~ ridge(age, ph.karno, wt.loss, theta = 5) + strata(sex), lung,
      control = control),
    "Surv(time, status == 2) ~ age + ph.karno + wt.loss + strata(sex)", "lung", 5),
  report("unscaled, Breslow",
    coxph(Surv(time, status == 2) ~ ridge(age, ph.karno, wt.loss, theta = 50, scale = FALSE), lung,
      ties = "breslow", control = control),
    "Surv(time, status == 2) ~ age + ph.karno + wt.loss", "lung", 50, scaled = FALSE,
    ties = "breslow"),
  report("(start, stop]",
    coxph(Surv(start, stop, event) ~ ridge(age, year, surgery, transplant, theta = 2), heart,
      control = control),
    "Surv(start, stop, event) ~ age + year + surgery + transplant", "heart", 2),
  report("counts as weights",
    coxph(Surv(time, status == 2) ~ ridge(age, sex, ph.ecog, theta = 3), lung, weights = count,
      control = control),
    "Surv(time, status == 2) ~ age + sex + ph.ecog", "lung", 3, weights = "count"),
  report("fractional weights, robust",
    coxph(Surv(time, status == 2) ~ ridge(age, sex, ph.ecog, theta = 3), lung, weights = weight,
      control = control),
    "Surv(time, status == 2) ~ age + sex + ph.ecog", "lung", 3, weights = "weight"),
  report("an exact combination of columns",
    coxph(Surv(time, status == 2) ~ ridge(age, sex, double, theta = 1), lung, control = control),
    "Surv(time, status == 2) ~ age + sex + double", "lung", 1),
  report("strong",
    coxph(Surv(time, status) ~ ridge(karno, age, diagtime, theta = 1e4), veteran, control = control),
    "Surv(time, status) ~ karno + age + diagtime", "veteran", 1e4))
write_json(list(versions = c(R.version.string, paste("survival", packageVersion("survival"))),
  columns = as.list(lung[c("double", "weight", "count")]), cases = cases), "ridge.json",
  digits = NA, auto_unbox = TRUE, null = "null")
