# Coefficients and covariates that change with time: coxph(tt = ) and fits of files split at event
# times or at cut points. Run in Tests/Reference: Rscript cox-time-varying.R
library(survival)
library(jsonlite)
control <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)
veteran <- read.csv("data/veteran.csv")
lung <- read.csv("data/lung_w.csv")
diagnostics <- read.csv("data/cox-residuals.csv")

answer <- function(fit) {
  list(coef = unname(coef(fit)), var = unname(fit$var), loglik = fit$loglik,
    score = fit$score, lr = 2 * diff(fit$loglik))
}
cases <- list()
add <- function(data, formula, weights, rterms, tt) {
  for (ties in c("efron", "breslow")) {
    table <- get(data)
    table$weight <- if (is.null(weights)) rep(1, nrow(table)) else table[[weights]]
    call <- list(as.formula(rterms), data = table, ties = ties, weights = quote(weight),
      tt = tt, control = control, robust = FALSE)
    fit <- do.call(coxph, call)
    cases[[length(cases) + 1]] <<- list(data = data, formula = formula, ties = ties,
      weights = weights, expected = answer(fit))
  }
}
add("veteran", "Surv(time, status) ~ trt + prior + karno + tt(karno * log(t + 20))", NULL,
  "Surv(time, status) ~ trt + prior + karno + tt(karno)", function(x, t, ...) x * log(t + 20))
add("veteran", "Surv(time, status) ~ tt((celltype == \"large\") * log(t)) + celltype + karno", NULL,
  "Surv(time, status) ~ tt(celltype) + celltype + karno",
  function(x, t, ...) (x == "large") * log(t))
add("lung", "Surv(time, event) ~ sex + tt(pmin(age + t / 365.25, 70)) + ph.ecog", NULL,
  "Surv(time, event) ~ sex + tt(age) + ph.ecog", function(x, t, ...) pmin(x + t / 365.25, 70))
add("lung", "Surv(time, event) ~ age + sex + tt(age * t / 1000) + tt(sex * (t > 200)) + strata(ph.ecog)",
  "wi", "Surv(time, event) ~ age + sex + tt(age) + tt(sex) + strata(ph.ecog)",
  list(function(x, t, ...) x * t / 1000, function(x, t, ...) x * (t > 200)))
# With entries and strata coxph(tt = ) of 3.5-3 takes wrong risk sets: its log likelihood at zero is
# not that of the same risk sets without tt(). The truth is the fit of the file split at every event.
every <- sort(unique(diagnostics$stop[diagnostics$event == 1]))
whole <- survSplit(Surv(start, stop, event) ~ ., diagnostics, cut = every)
for (ties in c("efron", "breslow")) {
  fit <- coxph(Surv(start, stop, event) ~ x + z + I(x * log(stop)) + I(sqrt(z + stop)) + strata(s),
    whole, weights = w, ties = ties, robust = FALSE, control = control)
  direct <- coxph(Surv(start, stop, event) ~ x + z + tt(x) + tt(z) + strata(s), diagnostics,
    weights = w, ties = ties, robust = FALSE, control = control,
    tt = list(function(x, t, ...) x * log(t), function(x, t, ...) sqrt(x + t)))
  plain <- coxph(Surv(start, stop, event) ~ x + strata(s), diagnostics, weights = w, ties = ties,
    robust = FALSE)
  stopifnot(abs(plain$loglik[1] - fit$loglik[1]) < 1e-9, abs(direct$loglik[1] - fit$loglik[1]) > 50)
  cases[[length(cases) + 1]] <- list(data = "diagnostics",
    formula = paste("Surv(start, stop, event) ~ x + z + tt(x * log(t)) + tt(sqrt(z + t)) +",
      "strata(s)"), ties = ties, weights = "w", expected = answer(fit))
}
add("diagnostics", "Surv(start, stop, event) ~ x + tt(x * (t > 8)) + tt(z * (t > 3 & t <= 12))",
  "w", "Surv(start, stop, event) ~ x + tt(x) + tt(z)",
  list(function(x, t, ...) x * (t > 8), function(x, t, ...) x * (t > 3 & t <= 12)))

# Steps: the file split at the cut points.
steps <- list()
split <- survSplit(Surv(time, status) ~ ., veteran, cut = c(90, 180), episode = "tgroup")
for (ties in c("efron", "breslow")) {
  fit <- coxph(Surv(tstart, time, status) ~ trt + prior + karno:strata(tgroup), split, ties = ties,
    control = control)
  steps[[length(steps) + 1]] <- list(data = "veteran",
    formula = "Surv(time, status) ~ trt + prior + step(karno, 90, 180)", ties = ties,
    expected = answer(fit))
}
split <- survSplit(Surv(start, stop, event) ~ ., diagnostics, cut = c(4, 9), episode = "group")
split$late <- split$group > 1
fit <- coxph(Surv(start, stop, event) ~ I(x * (group == 1)) + I(x * (group == 2)) +
  I(x * (group == 3)) + I((g == "low") * !late) + I((g == "mid") * !late) +
  I((g == "low") * late) + I((g == "mid") * late) + strata(s), split, weights = w, robust = FALSE,
  control = control)
steps[[length(steps) + 1]] <- list(data = "diagnostics", weights = "w",
  formula = "Surv(start, stop, event) ~ step(x, 4, 9) + step(g, 4) + strata(s)", ties = "efron",
  expected = answer(fit))

write_json(
  list(versions = paste("R", getRversion(), "survival", packageVersion("survival")), tt = cases,
    steps = steps),
  "cox-time-varying.json", digits = I(15), auto_unbox = TRUE, na = "null", null = "null")
