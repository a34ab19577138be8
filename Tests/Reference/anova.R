# Wald tables by rms::anova, likelihood-ratio tests by refitting and by survival::anova.coxph, linear
# contrasts by rms::contrast and from vcov by hand. Writes anova.json beside this file.
# Run in this folder: Rscript anova.R
suppressMessages({library(rms); library(survival); library(jsonlite)})

# Levels in the order of their code points, as the project sorts them.
read <- function(name) {
  d <- read.csv(paste0("data/", name, ".csv"))
  for (n in names(d)) if (is.character(d[[n]])) {
    d[[n]] <- factor(d[[n]], levels = sort(unique(d[[n]]), method = "radix"))
  }
  d
}
options(warn = -1)  # "tolerance should be < eps": it is meant.

# The row names of anova.rms, without blanks at their ends.
rows <- function(a) {
  which <- attr(a, "which")
  lapply(seq_len(nrow(a)), function(i) list(
    label = trimws(rownames(a)[i]), columns = I(which[[i]]),
    statistic = a[i, "Chi-Square"], df = a[i, "d.f."]))
}
# p by the upper tail: rms takes 1 - pchisq, which is 0 where the truth is 1e-30.
withTail <- function(rs) lapply(rs, function(r) c(r, list(
  p = pchisq(r$statistic, r$df, lower.tail = FALSE))))

cox <- function(id, data, formula, ours) {
  d <- read(data)
  dd <<- datadist(d); options(datadist = "dd")
  f <- cph(formula, data = d, x = TRUE, y = TRUE, eps = 1e-13, iter.max = 60)
  a <- anova(f)
  full <- coxph(f$y ~ f$x, control = coxph.control(eps = 1e-13, iter.max = 60))
  rs <- withTail(rows(a))
  # The same rows by likelihood ratio: the model without the row's columns.
  rs <- lapply(rs, function(r) {
    rest <- setdiff(seq_len(ncol(f$x)), r$columns)
    ll <- if (length(rest)) coxph(f$y ~ f$x[, rest, drop = FALSE],
      control = coxph.control(eps = 1e-13, iter.max = 60))$loglik[2] else full$loglik[1]
    lr <- 2 * (full$loglik[2] - ll)
    c(r, list(likelihoodRatio = lr, pLikelihoodRatio = pchisq(lr, r$df, lower.tail = FALSE)))
  })
  list(id = id, data = data, formula = ours, family = "cox", loglik = full$loglik,
    coefficients = unname(full$coefficients), rows = rs)
}

# Logistic fits: coefficients and covariance stand in the file, for the tests need no logistic fit.
logistic <- function(id, data, formula, ours) {
  d <- read(data)
  dd <<- datadist(d); options(datadist = "dd")
  f <- lrm(formula, data = d)
  list(id = id, data = data, formula = ours, family = "logistic",
    coefficients = unname(coef(f)[-1]), covariance = unname(vcov(f)[-1, -1]),
    rows = withTail(rows(anova(f))))
}

wald <- list(
  cox("spline by factor", "veteran",
    Surv(time, status) ~ rcs(karno, 4) * celltype + trt,
    "Surv(time, status) ~ rcs(karno, 4) * celltype + trt"),
  cox("one spline", "veteran", Surv(time, status) ~ rcs(karno, 4) + celltype,
    "Surv(time, status) ~ rcs(karno, 4) + celltype"),
  cox("two splines", "lung", Surv(time, status) ~ rcs(age, 4) + rcs(ph.karno, 3) + sex,
    "Surv(time, status) ~ rcs(age, 4) + rcs(ph.karno, 3) + sex"),
  cox("spline by spline", "rotterdam",
    Surv(rtime, recur) ~ rcs(age, c(35, 50, 70)) * rcs(nodes, c(0, 2, 9)) + size,
    "Surv(rtime, recur) ~ rcs(age, c(35, 50, 70)) * rcs(nodes, c(0, 2, 9)) + size"),
  cox("linear interactions", "veteran", Surv(time, status) ~ karno * celltype + karno * age,
    "Surv(time, status) ~ karno * celltype + karno * age"),
  cox("three ways", "rotterdam",
    Surv(rtime, recur) ~ rcs(age, c(35, 50, 70)) * size * chemo,
    "Surv(rtime, recur) ~ rcs(age, c(35, 50, 70)) * size * chemo"),
  cox("factors alone", "veteran", Surv(time, status) ~ celltype + trt,
    "Surv(time, status) ~ celltype + trt"),
  logistic("logistic spline by factor", "birthwt",
    low ~ rcs(lwt, c(95, 120, 170)) * smoke + race + age,
    "Surv(bwt, low) ~ rcs(lwt, c(95, 120, 170)) * smoke + race + age"),
  logistic("logistic factors", "birthwt", low ~ race * smoke + ht,
    "Surv(bwt, low) ~ race * smoke + ht"))

# Tests by formula: sequential as anova.coxph, and of type II: a term is added to the terms that do
# not hold it.
tight <- coxph.control(eps = 1e-13, iter.max = 60)
fit <- function(f, d, ...) coxph(f, data = d, control = tight, ...)
sequential <- function(data, text, ties = "efron") {
  d <- read(data)
  f <- fit(as.formula(text), d, ties = ties)
  a <- anova(f)
  # anova.coxph fits the smaller models to 1e-9 only: fit them again.
  terms <- attr(terms(f), "term.labels")
  terms <- terms[!grepl("^strata\\(", terms)]
  special <- grep("^strata\\(", attr(terms(f), "term.labels"), value = TRUE)
  left <- deparse(as.formula(text)[[2]])
  ll <- sapply(0:length(terms), function(k) {
    right <- paste(c(if (k) terms[seq_len(k)] else "1", special), collapse = " + ")
    tail(fit(as.formula(paste(left, "~", right)), d, ties = ties)$loglik, 1)
  })
  stopifnot(all(abs(ll - a$loglik) < 1e-6))
  list(data = data, formula = text, ties = ties, terms = I(rownames(a)[-1]), loglik = ll,
    statistic = 2 * diff(ll), df = a$Df[-1],
    p = pchisq(2 * diff(ll), a$Df[-1], lower.tail = FALSE))
}
typeII <- function(data, text) {
  d <- read(data)
  f <- as.formula(text)
  terms <- attr(terms(f), "term.labels")
  variables <- strsplit(terms, ":", fixed = TRUE)
  left <- deparse(f[[2]])
  at <- function(ts) {
    m <- fit(as.formula(paste(left, "~", if (length(ts)) paste(ts, collapse = " + ") else "1")), d)
    c(tail(m$loglik, 1), sum(!is.na(coef(m))))
  }
  res <- sapply(seq_along(terms), function(i) {
    holds <- sapply(variables, function(v) all(variables[[i]] %in% v))
    without <- at(terms[!holds]); with <- at(c(terms[!holds], terms[i]))
    c(2 * (with[1] - without[1]), with[2] - without[2])
  })
  list(data = data, formula = text, terms = I(terms), statistic = res[1, ], df = res[2, ],
    p = pchisq(res[1, ], res[2, ], lower.tail = FALSE))
}
sequentials <- list(
  sequential("veteran", "Surv(time, status) ~ trt * celltype + karno"),
  sequential("veteran", "Surv(time, status) ~ karno + age + strata(celltype)", "breslow"),
  sequential("heart", "Surv(start, stop, event) ~ age + surgery * transplant"))
typeIIs <- list(
  typeII("veteran", "Surv(time, status) ~ trt * celltype + karno"),
  typeII("veteran", "Surv(time, status) ~ age * karno + celltype"))

# Nested fits by anova.coxph.
v <- read("veteran")
small <- fit(Surv(time, status) ~ karno, v)
large <- fit(Surv(time, status) ~ karno + celltype + age, v)
a <- anova(small, large)
nested <- list(data = "veteran", small = "Surv(time, status) ~ karno",
  large = "Surv(time, status) ~ karno + celltype + age", loglik = a$loglik,
  statistic = a$Chisq[2], df = a$Df[2], p = a[[4]][2])

# Contrasts: of patients by rms::contrast, of coefficients by hand.
dd <- datadist(v); options(datadist = "dd")
f <- cph(Surv(time, status) ~ rcs(karno, 4) + celltype * age, data = v, x = TRUE, y = TRUE,
  eps = 1e-13, iter.max = 60)
one <- function(a, b, text) {
  k <- contrast(f, a, b)
  list(text = text, estimate = unname(k$Contrast), standardError = unname(k$SE), z = unname(k$Z),
    p = unname(2 * pnorm(-abs(k$Z))), interval = c(k$Lower, k$Upper))
}
contrasts <- list(
  one(list(karno = 40), list(karno = 80), "karno=40 - karno=80"),
  one(list(celltype = "smallcell", age = 70), list(celltype = "adeno", age = 70),
    "celltype=smallcell, age=70 - celltype=adeno, age=70"),
  one(list(celltype = "large", age = 40, karno = 30), list(celltype = "adeno", age = 65, karno = 90),
    "celltype=large, age=40, karno=30 - celltype=adeno, age=65, karno=90"))
joint <- function(as, bs) {
  X <- do.call(rbind, lapply(seq_along(as), function(i) contrast(f, as[[i]], bs[[i]])$X))
  b <- coef(f); V <- vcov(f)
  as.numeric(t(X %*% b) %*% solve(X %*% V %*% t(X), X %*% b))
}
jointStatistic <- joint(
  list(list(karno = 40), list(celltype = "smallcell", age = 70)),
  list(list(karno = 80), list(celltype = "adeno", age = 70)))
g <- fit(Surv(time, status) ~ karno + celltype, v)
L <- rbind(
  c(0, -1, 1, 0), c(10, 0, 0, -0.5))
colnames(L) <- names(coef(g))
est <- as.numeric(L %*% coef(g)); V <- L %*% vcov(g) %*% t(L); se <- sqrt(diag(V))
sums <- list(formula = "Surv(time, status) ~ karno + celltype", columns = names(coef(g)),
  weights = L, texts = c("@2 - @1", "10 * karno - 0.5 * @3"), estimate = est, standardError = se,
  statistic = as.numeric(est %*% solve(V, est)),
  wald = as.numeric(t(coef(g)) %*% solve(vcov(g), coef(g))))

write_json(
  list(
    tool = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")),
      rms = as.character(packageVersion("rms"))),
    wald = wald, sequential = sequentials, typeII = typeIIs, nested = nested,
    contrasts = list(data = "veteran",
      formula = "Surv(time, status) ~ rcs(karno, 4) + celltype * age", each = contrasts,
      joint = list(statistic = jointStatistic, df = 2)),
    sums = sums),
  "anova.json", auto_unbox = TRUE, digits = NA, null = "null", na = "null")
