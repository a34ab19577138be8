# Cochran's Q, DerSimonian and Laird's tau^2 and empirical Bayes estimates of strata.
# Run in Tests/Reference: Rscript stratum-shrinkage.R
suppressMessages({library(metafor); library(jsonlite)})
z <- qnorm(0.975)
result <- function(name, ratio, lower, upper) {
  y <- log(ratio)
  v <- ((log(upper) - log(lower)) / (2 * z))^2
  fit <- rma(y, v, method = "DL")
  fixed <- rma(y, v, method = "FE")
  eb <- blup(fit)
  list(name = unbox(name), ratio = ratio, lower = lower, upper = upper, q = unbox(fixed$QE),
    df = unbox(length(y) - 1), p = unbox(fixed$QEp), tau2 = unbox(fit$tau2),
    pooled = exp(c(fit$b[1], fit$ci.lb, fit$ci.ub)), shrunken = exp(eb$pred),
    shrunkenLower = exp(eb$pi.lb), shrunkenUpper = exp(eb$pi.ub))
}
set.seed(20261123)
drawn <- lapply(1:6, function(i) {
  k <- i + 1
  y <- rnorm(k, -0.2, 0.5)
  se <- runif(k, 0.05, 0.5)
  result(paste("drawn", i), exp(y), exp(y - z * se), exp(y + z * se))
})
cases <- c(list(
  result("EORTC 62931 by predicted survival", c(0.46, 1.00, 1.08), c(0.23, 0.53, 0.61),
    c(0.94, 1.88, 1.90)),
  result("alike", c(0.8, 0.82, 0.79), c(0.5, 0.6, 0.4), c(1.28, 1.1, 1.5))), drawn)
write(toJSON(list(tools = unbox(paste(R.version.string, "metafor", packageVersion("metafor"))),
  cases = cases), digits = NA, pretty = TRUE), "stratum-shrinkage.json")
