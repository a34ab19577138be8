# Residuals, tests of proportional hazards and coefficients over time of Cox fits with strata,
# weights, left truncation and ties. Run in Tests/Reference: Rscript cox-residuals.R
# Writes cox-residuals.json and, for the fits, data/cox-residuals.csv.
library(survival)
library(jsonlite)
set.seed(20240601)
n <- 72
data <- data.frame(
  id = seq_len(n),
  s = rep(c("a", "b", "c"), length.out = n),
  g = sample(c("low", "mid", "high"), n, replace = TRUE),
  x = round(rnorm(n), 3),
  z = rbinom(n, 1, 0.5),
  w = sample(c(1, 2, 3), n, replace = TRUE),
  f = round(runif(n, 0.3, 2.5), 2)
)
data$z[data$s == "c"] <- 0
data$stop <- ceiling(12 * rexp(n, exp(0.5 * data$x + 0.4 * data$z)))
data$start <- pmax(0, data$stop - sample(1:9, n, replace = TRUE))
data$event <- rbinom(n, 1, 0.7)
# A time and an entry that coincide, a tied time in each stratum, and a row that nobody's event sees.
data$start[5] <- data$stop[8]
data$stop[5] <- data$start[5] + 3
data$stop[1] <- 0.5
data$start[1] <- 0
data$event[1] <- 0
write.csv(data, "data/cox-residuals.csv", row.names = FALSE, quote = FALSE)
control <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)

# What plot.cox.zph hands to the graphics device.
drawn <- function(zph) {
  found <- list()
  ticks <- NULL
  scope <- new.env(parent = asNamespace("survival"))
  scope$plot <- scope$points <- function(...) NULL
  scope$ns <- splines::ns
  scope$axis <- function(side, at, labels, ...) ticks <<- list(x = at, time = as.numeric(labels))
  scope$lines <- function(x, y, ...) found[[length(found) + 1]] <<- list(x = x, y = drop(y))
  draw <- getFromNamespace("plot.cox.zph", "survival")
  environment(draw) <- scope
  draw(zph)
  curves <- lapply(seq_len(length(found) / 3), function(i) {
    k <- 3 * i - 2
    list(x = found[[k]]$x, estimate = found[[k]]$y, upper = found[[k + 1]]$y,
      lower = found[[k + 2]]$y)
  })
  list(curves = curves, ticks = ticks)
}

rows <- function(m) lapply(seq_len(nrow(as.matrix(m))), function(i) unname(as.matrix(m)[i, ]))

answers <- function(fit) {
  type <- function(name) residuals(fit, type = name)
  schoenfeld <- type("schoenfeld")
  result <- list(residuals = list(
    martingale = unname(type("martingale")), deviance = unname(type("deviance")),
    score = rows(type("score")), dfbeta = rows(type("dfbeta")), dfbetas = rows(type("dfbetas")),
    time = as.numeric(rownames(schoenfeld)), schoenfeld = rows(schoenfeld),
    scaled = rows(type("scaledsch"))))
  tested <- function(transform, terms) cox.zph(fit, transform, terms = terms)
  units <- c(term = TRUE, column = FALSE)
  # cox.zph returns tied events of (start, stop] rows in reversed order; here all are in row order.
  event <- fit$y[, ncol(fit$y)] == 1
  times <- fit$y[, ncol(fit$y) - 1]
  stratum <- if (is.null(fit$strata)) rep(1, length(event)) else as.integer(fit$strata)
  lines <- if (ncol(fit$y) == 2) order(stratum, times) else rev(order(-stratum, -times))
  lines <- lines[event[lines]]
  sorted <- order(stratum[lines], times[lines], lines)
  result$points <- lapply(units, function(terms) rows(tested("km", terms)$y[sorted, ]))
  result$tests <- lapply(c(km = "km", rank = "rank", identity = "identity", log = "log"),
    function(transform) {
      c(list(x = tested(transform, TRUE)$x[sorted]), lapply(units, function(terms) {
        zph <- tested(transform, terms)
        list(name = rownames(zph$table), table = rows(zph$table), drawn = drawn(zph))
      }))
    })
  result
}

right <- "Surv(stop, event) ~ x + z + g + strata(s)"
both <- "Surv(start, stop, event) ~ x + z + g + strata(s)"
plain <- "Surv(stop, event) ~ x + z"
fit <- function(formula, ties, weights = NULL) {
  data$weight <- if (is.null(weights)) rep(1, n) else data[[weights]]
  formula <- as.formula(formula)
  environment(formula) <- environment()
  answers(coxph(formula, data, ties = ties, weights = weight, control = control, x = TRUE,
    robust = FALSE))
}
cases <- list(
  list(formula = right, ties = "efron", weights = NULL),
  list(formula = right, ties = "breslow", weights = "w"),
  list(formula = both, ties = "efron", weights = "f"),
  list(formula = both, ties = "breslow", weights = NULL),
  list(formula = plain, ties = "efron", weights = "w")
)
for (i in seq_along(cases)) {
  case <- cases[[i]]
  cases[[i]]$expected <- fit(case$formula, case$ties, case$weights)
}
write_json(
  list(versions = paste("R", getRversion(), "survival", packageVersion("survival")), cases = cases),
  "cox-residuals.json", digits = I(13), auto_unbox = TRUE, na = "null", null = "null")
