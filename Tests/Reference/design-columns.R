# Names of coxph's coefficients, and of its strata, for formulas whose terms R reorders or recodes.
# Run in Tests/Reference: Rscript design-columns.R
library(survival)
library(jsonlite)

n <- 48
i <- seq_len(n)
data <- data.frame(
  time = (i * 7) %% 31 + 1, event = as.integer(i %% 3 != 0), x = ((i * 5) %% 17) / 4,
  y = ((i * 11) %% 13) / 3, g = c("a", "b", "c")[(i * 7) %% 3 + 1],
  h = c("p", "q")[(i %/% 3) %% 2 + 1], k = (i * 3) %% 4, alive = i %% 5 < 2)
formulas <- c(
  "y + x:y", "x:y + y", "x*y + g*x", "(x + y):x + y:x", "g:x + h:x + y", "(factor(k) + h):x",
  "g:h + g:factor(k)", "g:h", "h + g:h", "x:g + strata(h) + g", "g:x + g + strata(h)",
  "y + x*strata(h) + y:x", "x/g", "(g + h + x)^2 - g:h", "offset(y) + x:y + y", "log1p(x):g + g")
names <- lapply(formulas, function(f) {
  fit <- suppressWarnings(coxph(as.formula(paste("Surv(time, event) ~", f)), data))
  names(fit$coefficients)
})
strata <- lapply(c("strata(alive)", "strata(h)", "strata(k)", "strata(h, alive)"), function(s) {
  fit <- coxph(as.formula(paste("Surv(time, event) ~ x +", s)), data, x = TRUE)
  list(formula = paste("x +", s), labels = trimws(levels(fit$strata)))
})
writeLines(toJSON(list(
  versions = list(R = R.version.string, survival = as.character(packageVersion("survival"))),
  columns = lapply(data, function(v) if (is.logical(v)) as.character(v) else v),
  designs = Map(function(f, n) list(formula = unbox(f), names = n), formulas, names) |> unname(),
  strata = lapply(strata, function(s) list(formula = unbox(s$formula), labels = s$labels))
), digits = NA, pretty = FALSE), "design-columns.json")
