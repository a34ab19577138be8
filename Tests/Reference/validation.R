# Indices of validation on gbsg, predictions by the model of open/c-external-gbsg.json:
#   riskRegression: Brier score with its standard error, null model, AUC(t)
#   pec: integrated Brier score on every time of the table
#   survival: D of Royston and Sauerbrei, Uno's C at 3 years, slope up to a horizon,
#             recalibrated baseline, observed risks by group
# Run in this folder: Rscript validation.R > validation.json
suppressPackageStartupMessages({
  library(survival); library(jsonlite); library(riskRegression); library(pec); library(prodlim)
})
d <- read.csv("data/gbsg_v.csv")
coef <- fromJSON("open/c-external-gbsg.json")$expected$coef$values
d$lp <- with(d, coef[1] * age + coef[2] * (size == "20-50") + coef[3] * (size == ">50") +
  coef[4] * grade + coef[5] * pmin(nodes, 19) + coef[6] * hormon)
y <- with(d, Surv(rfstime, rfs))
# A baseline known at all times: Weibull with H0(5 y) as in open/cal-external-gbsg.json.
scale <- fromJSON("open/cal-external-gbsg.json")$expected$H0_5y / 1826.25^1.2
H0 <- function(t) scale * t^1.2
risk <- function(t) 1 - exp(-H0(t) * exp(d$lp))
times <- c(365.25, 730.5, 1095.75, 1826.25)

# Brier score by definition, deaths before censorings.
u <- sort(unique(d$rfstime))
cens <- sapply(u, function(x) sum(d$rfstime == x & d$rfs == 0))
dead <- sapply(u, function(x) sum(d$rfstime == x & d$rfs == 1))
atrisk <- sapply(u, function(x) sum(d$rfstime >= x))
G <- cumprod(ifelse(cens > 0, 1 - cens / (atrisk - dead), 1))
before <- c(1, G)[match(d$rfstime, u)]
at <- function(t) c(1, G)[findInterval(t, u) + 1]
brier <- function(r, t) {
  case <- d$rfstime <= t & d$rfs == 1
  mean(ifelse(case, (1 - r)^2 / before, 0) + ifelse(d$rfstime > t, r^2 / at(t), 0))
}
km <- survfit(y ~ 1)
nullrisk <- function(t) 1 - summary(km, times = t, extend = TRUE)$surv

score <- Score(list(m = sapply(times, risk)), formula = Hist(rfstime, rfs) ~ 1, data = d,
  times = times, metrics = c("brier", "auc"), cens.model = "km", conservative = FALSE,
  se.fit = TRUE, null.model = TRUE)
b <- as.data.frame(score$Brier$score)
a <- as.data.frame(score$AUC$score)

# Integrated Brier score to 5 years, exact: B is constant between the times at which somebody leaves
# or the (stepwise) baseline moves; here the baseline is evaluated at those times.
grid <- u[u < 1826.25]
value <- sapply(grid, function(t) brier(risk(t), t))
null <- sapply(grid, function(t) brier(nullrisk(t), t))
length <- diff(c(grid, 1826.25))
matrix <- sapply(c(0, grid, 1826.25), function(t) exp(-H0(t) * exp(d$lp)))
p <- pec(list(m = matrix), formula = Surv(rfstime, rfs) ~ 1, data = d, times = c(0, grid, 1826.25),
  exact = FALSE, start = 0, cens.model = "marginal", reference = TRUE, verbose = FALSE)
ibs <- crps(p, times = 1826.25, start = 0)

z <- ave(qnorm((rank(d$lp, ties.method = "first") - 3 / 8) / (nrow(d) + 1 / 4)), d$lp) / sqrt(8 / pi)
D <- coxph(y ~ z)

up <- function(t) Surv(pmin(d$rfstime, t), d$rfs * (d$rfstime <= t))
slopes <- lapply(times, function(t) coxph(up(t) ~ lp, d))
cloglog <- function(t) log(-log(1 - risk(t)))
shift <- sapply(times, function(t) {
  off <- cloglog(t)
  fit <- coxph(up(t) ~ offset(off))
  h <- basehaz(fit, centered = TRUE)
  log(tail(h$hazard, 1)) - mean(off)
})
uno <- lapply(times, function(t) concordance(y ~ lp, d, reverse = TRUE, timewt = "n/G2", ymax = t))
group <- cut(risk(1826.25), quantile(risk(1826.25), 0:5 / 5), include.lowest = TRUE)
bygroup <- summary(survfit(y ~ group, conf.type = "log-log"), times = 1826.25)
whole <- summary(km, times = times)
reverse <- quantile(survfit(Surv(rfstime, 1 - rfs) ~ 1, d), 0.5, conf.int = FALSE)

cat(toJSON(list(
  versions = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")),
    riskRegression = as.character(packageVersion("riskRegression")),
    pec = as.character(packageVersion("pec"))),
  baseline = list(scale = scale, shape = 1.2), times = times,
  brier = list(definition = sapply(times, function(t) brier(risk(t), t)),
    null = sapply(times, function(t) brier(nullrisk(t), t)),
    riskRegression = b$Brier[b$model == "m"], riskRegressionSE = b$se[b$model == "m"],
    riskRegressionNull = b$Brier[b$model == "Null model"]),
  auc = list(riskRegression = a$AUC[a$model == "m"], riskRegressionSE = a$se[a$model == "m"]),
  integratedBrier = list(definition = sum(value * length) / 1826.25,
    null = sum(null * length) / 1826.25, pec = ibs["m", 1], pecNull = ibs["Reference", 1]),
  royston = list(d = unname(coef(D)), se = sqrt(vcov(D))[1],
    r2 = unname((coef(D)^2 * pi / 8) / (pi^2 / 6 + coef(D)^2 * pi / 8))),
  slope = list(estimate = sapply(slopes, coef), se = sapply(slopes, function(f) sqrt(vcov(f)))),
  recalibratedBaseline = shift,
  uno = list(estimate = sapply(uno, function(f) unname(f$concordance)),
    se = sapply(uno, function(f) sqrt(unname(f$var)))),
  groups = list(n = as.vector(table(group)), observed = 1 - bygroup$surv, lower = 1 - bygroup$upper,
    upper = 1 - bygroup$lower, predicted = as.vector(tapply(risk(1826.25), group, mean))),
  observed = list(risk = 1 - whole$surv, se = whole$std.err),
  poisson = log(sum(d$rfs) / sum(H0(d$rfstime) * exp(d$lp))),
  medianFollowUp = unname(reverse)
), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
