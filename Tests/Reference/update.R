# Models brought up to date on other patients: what `sarcoma update` estimates, by R.
#   rotterdam -> gbsg   calibration in the large, new baseline, slope, refit, shrinkage; a baseline known at
#                       horizons alone; risks at one horizon
#   lung                inst 1 to 11 -> the others, a stratum of sex
#   birthwt             logistic, white mothers -> the others
# Baselines with an offset are summed by hand, for survfit has no newdata without coefficients; one line
# holds the sum against survfit.
# Run in this folder: Rscript update.R > update.json
suppressPackageStartupMessages({ library(survival); library(jsonlite) })
year <- 365.25

# Efron's or Breslow's cumulative hazard at eta = 0, eta being certain, and Breslow's variance of it.
hazard <- function(time, event, eta, at, efron = TRUE) {
  sapply(at, function(t) {
    total <- 0
    for (u in sort(unique(time[event == 1 & time <= t]))) {
      risk <- sum(exp(eta)[time >= u])
      dead <- time == u & event == 1
      d <- sum(dead)
      total <- total + if (efron) sum(1 / (risk - (seq_len(d) - 1) / d * sum(exp(eta)[dead]))) else d / risk
    }
    total
  })
}
variance <- function(time, event, eta, t) {
  sum(sapply(sort(unique(time[event == 1 & time <= t])), function(u)
    sum(time == u & event == 1) / sum(exp(eta)[time >= u])^2))
}

# --- rotterdam -> gbsg
levels <- c("<=20", "20-50", ">50")
r <- transform(read.csv("data/rotterdam.csv"), size = factor(size, levels), nodes = pmin(nodes, 19))
g <- transform(read.csv("data/gbsg_v.csv"), size = factor(size, levels), nodes = pmin(nodes, 19))
formula <- Surv(rfstime, rfs) ~ age + size + grade + nodes + hormon
old <- coxph(formula, r, control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
X <- model.matrix(formula, g)[, -1]
eta <- drop(X %*% coef(old))
zero <- survfit(old, newdata = list(age = 0, size = factor("<=20", levels), grade = 0, nodes = 0, hormon = 0))
H0 <- stepfun(zero$time, c(0, zero$cumhaz))
times <- year * c(1, 3, 5)
who <- c(1, 2, 600)

expected <- sum(H0(g$rfstime) * exp(eta)) # follow-up of gbsg ends before rotterdam's
observed <- sum(g$rfs)
survival <- function(H, lp) outer(exp(lp[who]), H, function(r, h) exp(-r * h))

slope <- coxph(Surv(rfstime, rfs) ~ eta, g, control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
at0 <- survfit(slope, newdata = data.frame(eta = 0))
stopifnot(all.equal(
  summary(at0, times = times)$cumhaz, hazard(g$rfstime, g$rfs, coef(slope) * eta, times)))
refit <- coxph(formula, g, control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
curves <- summary(survfit(refit, newdata = g[who, ], conf.type = "log-log"), times = times)
lr <- 2 * diff(refit$loglik)
gamma <- (lr - length(coef(refit))) / lr
shrunken <- gamma * drop(X %*% coef(refit))

# A baseline known at horizons alone: between them it takes the table's course.
horizons <- function(at) {
  last <- max(at)
  time <- pmin(g$rfstime, last)
  event <- g$rfs * (g$rfstime <= last)
  n <- sapply(seq_along(at), function(j) sum(event == 1 & time > c(0, at)[j] & time <= at[j]))
  h1 <- diff(c(0, hazard(time, event, eta, at, efron = FALSE)))
  e <- diff(c(0, H0(at))) * n / h1
  # Every event's influence on log(N / E).
  influence <- unlist(lapply(which(event == 1), function(i) {
    j <- which(time[i] > c(0, at[-length(at)]) & time[i] <= at)
    1 / sum(n) - e[j] / (sum(e) * n[j]) + e[j] / (sum(e) * h1[j] * sum(exp(eta)[time >= time[i]]))
  }))
  list(logRatio = log(sum(n) / sum(e)), expected = sum(e), se = sqrt(sum(influence^2)))
}
one <- horizons(5 * year)
stopifnot(all.equal(
  one$se,
  sqrt(variance(pmin(g$rfstime, 5 * year), g$rfs * (g$rfstime <= 5 * year), eta, 5 * year)) /
    hazard(g$rfstime, g$rfs, eta, 5 * year, efron = FALSE)))

# Risks at one horizon.
z <- log(-log(1 - (1 - exp(-H0(5 * year) * exp(eta)))))
up <- with(g, Surv(pmin(rfstime, 5 * year), rfs * (rfstime <= 5 * year)))
bent <- coxph(up ~ z, control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
bentH <- summary(survfit(bent, newdata = data.frame(z = 0)), times = 5 * year)$cumhaz

# --- lung
l <- transform(subset(read.csv("data/lung.csv"), !is.na(inst) & !is.na(ph.ecog)), status = status - 1)
dev <- subset(l, inst <= 11); val <- subset(l, inst > 11)
lold <- coxph(Surv(time, status) ~ age + ph.ecog + strata(sex), dev,
  control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
leta <- drop(as.matrix(val[, c("age", "ph.ecog")]) %*% coef(lold))
lzero <- survfit(lold, newdata = data.frame(age = 0, ph.ecog = 0))
cut <- cumsum(lzero$strata)
H <- list(stepfun(lzero$time[1:cut[1]], c(0, lzero$cumhaz[1:cut[1]])),
  stepfun(lzero$time[(cut[1] + 1):cut[2]], c(0, lzero$cumhaz[(cut[1] + 1):cut[2]])))
last <- min(max(dev$time[dev$sex == 1]), max(dev$time[dev$sex == 2]))
whole <- max(dev$time)
lexpected <- sum(sapply(seq_len(nrow(val)), function(i)
  H[[val$sex[i]]](min(val$time[i], whole)) * exp(leta[i])))
lobserved <- sum(val$status[val$time <= whole])
lslope <- coxph(Surv(time, status) ~ leta + strata(sex), val,
  control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
lcurve <- summary(survfit(lslope, newdata = data.frame(leta = leta[1], sex = val$sex[1])), times = 365.25)

# --- birthwt
b <- read.csv("data/birthwt.csv")
bdev <- subset(b, race == "white"); bval <- subset(b, race != "white")
bformula <- low ~ age + lwt + smoke
control <- glm.control(epsilon = 1e-14, maxit = 100)
bold <- glm(bformula, binomial, bdev, control = control)
logits <- predict(bold, bval)
shift <- glm(low ~ offset(logits), binomial, bval, control = control)
bend <- glm(low ~ logits, binomial, bval, control = control)
brefit <- glm(bformula, binomial, bval, control = control)
blr <- brefit$null.deviance - brefit$deviance
bgamma <- (blr - 3) / blr
bcentre <- drop(model.matrix(bformula, bval)[, -1] %*% coef(brefit)[-1])
bshrunken <- glm(low ~ offset(bgamma * bcentre), binomial, bval, control = control)

se <- function(m) unname(sqrt(diag(vcov(m))))
cat(toJSON(list(
  madeBy = "Tests/Reference/update.R",
  versions = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival"))),
  gbsg = list(
    times = times, rows = who,
    intercept = list(
      observed = observed, expected = expected, logRatio = log(observed / expected),
      se = 1 / sqrt(observed), survival = survival(H0(times) * observed / expected, eta)),
    baseline = list(survival = survival(hazard(g$rfstime, g$rfs, eta, times), eta)),
    slope = list(
      slope = unname(coef(slope)), se = se(slope), lr = 2 * diff(slope$loglik),
      survival = survival(summary(at0, times = times)$cumhaz, coef(slope) * eta)),
    refit = list(
      coef = unname(coef(refit)), se = se(refit), lr = lr, gamma = gamma,
      survival = t(curves$surv), lower = t(curves$lower), upper = t(curves$upper)),
    shrunken = list(
      coef = unname(gamma * coef(refit)),
      survival = survival(hazard(g$rfstime, g$rfs, shrunken, times), shrunken)),
    horizons = list(one = one, two = horizons(year * c(2, 5))),
    risk = list(
      at = 5 * year, slope = unname(coef(bent)), se = se(bent), intercept = log(bentH),
      before = (1 - exp(-H0(5 * year) * exp(eta)))[who],
      after = (1 - exp(-bentH * exp(coef(bent) * z)))[who])),
  lung = list(
    n = nrow(val), events = sum(val$status), observed = lobserved, expected = lexpected,
    logRatio = log(lobserved / lexpected), slope = unname(coef(lslope)), se = se(lslope),
    patient = as.list(val[1, c("age", "ph.ecog", "sex")]), survival = lcurve$surv),
  birthwt = list(
    n = nrow(bval), events = sum(bval$low),
    intercept = list(estimate = unname(coef(shift)), se = se(shift)),
    slope = list(intercept = unname(coef(bend)[1]), slope = unname(coef(bend)[2]), se = se(bend)[2]),
    refit = list(coef = unname(coef(brefit)), se = se(brefit), lr = blr, gamma = bgamma),
    shrunken = list(intercept = unname(coef(bshrunken)), coef = unname(bgamma * coef(brefit)[-1])),
    patient = as.list(bval[1, c("age", "lwt", "smoke")]),
    probabilities = list(
      old = unname(predict(bold, bval[1, ], type = "response")),
      intercept = unname(fitted(shift)[1]), slope = unname(fitted(bend)[1]),
      refit = unname(fitted(brefit)[1]), shrunken = unname(fitted(bshrunken)[1])))
), digits = I(17), auto_unbox = TRUE, pretty = TRUE, matrix = "rowmajor"), "\n")
