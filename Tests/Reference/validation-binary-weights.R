# Validation of a binary outcome with case weights: birthwt of MASS, a risk made from age and lwt, weights
# made from the row's number. Run in this folder: Rscript validation-binary-weights.R > validation-binary-weights.json
suppressMessages({
  library(jsonlite); library(sandwich); library(survival); library(rms)
})
d <- MASS::birthwt
n <- nrow(d)
w <- 0.5 + (seq_len(n) %% 7) / 3
p <- plogis(2 - d$age / 20 - d$lwt / 60)
y <- d$low
z <- qlogis(p)
tight <- glm.control(epsilon = 1e-15, maxit = 100)
large <- suppressWarnings(glm(y ~ offset(z), family = binomial, weights = w, control = tight))
slope <- suppressWarnings(glm(y ~ z, family = binomial, weights = w, control = tight))
# HC0: the bread of glm at its estimate, the meat of its scores.
hc0 <- function(m) sqrt(diag(sandwich(m)))
knots <- attr(rcs(z, 4), "parms")
curve <- suppressWarnings(glm(y ~ rcs(z, knots), family = binomial, weights = w, control = tight))
# The area by concordance; its error by leaving the definition's influences written out.
# Ranks are those of whole numbers: p has the same value for as many ages and weights but for rounding, and R
# ties scores that are equal to the bit.
rank <- -(3 * d$age + d$lwt)
event <- y == 1
pair <- outer(rank[event], rank[!event], function(a, b) (a > b) + (a == b) / 2)
w1 <- w[event]; w0 <- w[!event]
area <- sum(outer(w1, w0) * pair) / sum(outer(w1, w0))
psi1 <- as.vector(pair %*% w0) / sum(w0); psi0 <- as.vector(w1 %*% pair) / sum(w1)
m <- length(w1); k <- length(w0)
area_se <- sqrt(m / (m - 1) * sum((w1 * (psi1 - area) / sum(w1))^2)
  + k / (k - 1) * sum((w0 * (psi0 - area) / sum(w0))^2))
rate <- weighted.mean(y, w)
loss <- (y - p)^2
brier <- weighted.mean(loss, w)
treated <- p >= 0.3
share <- sum(w[treated]) / sum(w)
tp <- sum((w * y)[treated]) / sum(w)
cat(toJSON(list(
  versions = paste(R.version.string, "survival", packageVersion("survival"), "sandwich",
    packageVersion("sandwich"), "rms", packageVersion("rms")),
  age = d$age, lwt = d$lwt, low = d$low,
  concordance = unname(concordance(y ~ rank, weights = w)$concordance),
  area = c(area, area_se), brier = c(brier, sqrt(n / (n - 1) * sum((w * (loss - brier))^2)) / sum(w)),
  null = rate * (1 - rate), intercept = c(coef(large), hc0(large)),
  slope = c(coef(slope)[2], hc0(slope)[2]),
  observedExpected = rate / weighted.mean(p, w),
  logError = sqrt(sum((w * (y - rate))^2)) / sum(w) / rate,
  ici = weighted.mean(abs(fitted(curve) - p), w), netBenefit = tp - (share - tp) * 0.3 / 0.7),
  digits = 17, auto_unbox = TRUE, pretty = FALSE), "\n")
