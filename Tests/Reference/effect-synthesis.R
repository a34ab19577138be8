# REML, Hartung and Knapp's interval and the prediction interval of Higgins et al. (2009) on published
# data sets of metadat: BCG vaccine (Colditz 1994), passive smoking (Hackshaw 1998).
# Run in Tests/Reference: Rscript effect-synthesis.R
suppressMessages({library(metafor); library(jsonlite)})
tight <- list(threshold = 1e-15, maxiter = 100000)
result <- function(name, y, v) {
  fit <- rma(y, v, method = "REML", control = tight)
  hk <- rma(y, v, method = "REML", test = "knha", control = tight)
  k <- length(y)
  half <- qt(0.975, k - 2) * sqrt(fit$tau2 + fit$se^2)
  list(name = unbox(name), y = as.numeric(y), v = as.numeric(v), tau2 = unbox(fit$tau2),
    mean = unbox(hk$b[1]), se = unbox(hk$se), lower = unbox(hk$ci.lb), upper = unbox(hk$ci.ub),
    predictionLower = unbox(fit$b[1] - half), predictionUpper = unbox(fit$b[1] + half))
}
bcg <- escalc(measure = "OR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
smoke <- dat.hackshaw1998
three <- smoke[c(3, 9, 30), ]
set.seed(20261124)
drawn <- lapply(3:8, function(k) {
  v <- runif(k, 0.01, 0.2)
  result(paste(k, "drawn"), rnorm(k, -0.2, sqrt(v + 0.05)), v)
})
cases <- c(list(result("BCG vaccine", bcg$yi, bcg$vi), result("passive smoking", smoke$yi, smoke$vi),
  result("three of passive smoking", three$yi, three$vi)), drawn)
write(toJSON(list(tools = unbox(paste(R.version.string, "metafor", packageVersion("metafor"))),
  cases = cases), digits = NA, pretty = TRUE), "effect-synthesis.json")
