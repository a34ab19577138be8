# Validation of age/100 + nodes/10 (at most 20 nodes) as a log hazard, and of a risk made from it, in gbsg with case weights: what
# R's survival says. Run: Rscript validation-weights.R > validation-weights.json
suppressMessages({library(survival); library(jsonlite)})
d <- read.csv("data/gbsg.csv")
d$w <- 0.5 + (d$pid %% 7) / 3
# One division: R ties scores that are equal to the bit.
d$lp <- (d$age + 10 * pmin(d$nodes, 20)) / 100
d$risk <- 1 - exp(-0.25 * exp(d$lp))
y <- Surv(d$rfstime, d$status)
tau <- 1826.25
harrell <- concordance(y ~ d$lp, weights = d$w, reverse = TRUE)
uno <- concordance(y ~ d$lp, weights = d$w, reverse = TRUE, timewt = "n/G2", ymax = tau)
slope <- coxph(y ~ lp, data = d, weights = w, robust = TRUE)
km <- summary(survfit(y ~ 1, weights = d$w, robust = TRUE), times = tau)
expected <- sum(d$w * d$risk) / sum(d$w)
above <- d$risk >= 0.4
in_above <- summary(survfit(y[above] ~ 1, weights = d$w[above]), times = tau)
share <- sum(d$w[above]) / sum(d$w)
tp <- share * (1 - in_above$surv); fp <- share * in_above$surv
# G by hand: deaths before censorings of the same time.
times <- sort(unique(d$rfstime))
G <- cumprod(sapply(times, function(u) {
  c <- sum(d$w[d$rfstime == u & d$status == 0]); e <- sum(d$w[d$rfstime == u & d$status == 1])
  risk <- sum(d$w[d$rfstime >= u])
  if (risk - e > 0) 1 - c / (risk - e) else 1
}))
before <- function(t) { k <- sum(times < t); if (k == 0) 1 else G[k] }
at <- function(t) { k <- sum(times <= t); if (k == 0) 1 else G[k] }
early <- d$rfstime <= tau & d$status == 1; late <- d$rfstime > tau
ig <- sapply(d$rfstime, function(t) 1 / before(t))
brier <- function(r) (sum((d$w * ig * (1 - r)^2)[early]) + sum((d$w * r^2)[late]) / at(tau)) / sum(d$w)
pair <- outer(d$lp[early], d$lp[late], function(a, b) (a > b) + (a == b) / 2)
weight <- outer((d$w * ig)[early], d$w[late])
cat(toJSON(list(
  versions = paste(R.version.string, "survival", packageVersion("survival")),
  harrell = c(harrell$concordance, sqrt(harrell$var)), uno = c(uno$concordance, sqrt(uno$var)),
  slope = c(coef(slope), sqrt(slope$var)), survival = c(km$surv, km$std.err),
  observedExpected = (1 - km$surv) / expected, netBenefit = tp - fp * 0.4 / 0.6,
  brier = brier(d$risk), null = brier(1 - km$surv), auc = sum(weight * pair) / sum(weight)),
  digits = 17, auto_unbox = TRUE, pretty = TRUE), "\n")
