# Writes resampling.json: the indices of rms::validate on given resamples, rms::validate with 2,000 resamples
# of its own, cross-validation in given folds, backward elimination, and cross-validation by centre.
# Run in this directory: Rscript resampling.R
suppressMessages({library(survival); library(rms); library(jsonlite); library(MASS); library(metafor)})
d <- read.csv("data/lung_w.csv"); B <- read.csv("data/boot_lung.csv")
ctl <- coxph.control(eps = 1e-12, toler.chol = 1e-14, iter.max = 50)
x <- c("age", "sex", "ph.ecog")
# Patients with equal covariates have equal linear predictors; their last bits do not always agree in R, and
# survival::concordance ties equal bits alone.
cindex <- function(y, lp) concordance(y ~ signif(lp, 12), reverse = TRUE)$concordance
gini <- function(z) { z <- sort(z); n <- length(z); 2 * sum(z * (2 * seq_len(n) - n - 1)) / (n * (n - 1)) }
indices <- function(lp, data) {
  y <- with(data, Surv(time, event)); n <- nrow(data)
  f <- coxph(y ~ lp, control = ctl); l0 <- f$loglik[1]; l <- f$loglik[2]
  l1 <- coxph(y ~ offset(lp), control = ctl)$loglik
  r2 <- function(l) (1 - exp(-2 * (l - l0) / n)) / (1 - exp(2 * l0 / n))
  slope <- unname(coef(f)); D <- (2 * (l - l0) - 1) / (-2 * l0); U <- 2 * (l - l1) / (-2 * l0)
  c(harrellC = cindex(y, lp), somersDxy = 2 * cindex(y, lp) - 1, nagelkerkeR2 = r2(l1),
    recalibratedR2 = r2(l), slope = slope, discriminationD = D, unreliabilityU = U, qualityQ = D - U,
    giniMeanDifference = gini(slope * lp))
}
own <- function(lp, data) {
  z <- indices(lp, data); l0 <- coxph(Surv(time, event) ~ 1, data)$loglik[1]
  z["slope"] <- 1; z["unreliabilityU"] <- -2 / (-2 * l0); z["qualityQ"] <- z["discriminationD"] - z["unreliabilityU"]
  z
}
X <- as.matrix(d[, x])
training <- test <- NULL
for (b in seq_along(B)) {
  r <- d[B[, b], ]
  f <- coxph(Surv(time, event) ~ age + sex + ph.ecog, r, control = ctl)
  lp <- as.vector(X %*% coef(f))
  training <- rbind(training, own(lp[B[, b]], r)); test <- rbind(test, indices(lp, d))
}
given <- list(names = colnames(test), training = unname(training), test = unname(test))

set.seed(1)
cp <- cph(Surv(time, event) ~ age + sex + ph.ecog, d, x = TRUE, y = TRUE)
v <- rms::validate(cp, B = 2000)
m <- function(v) list(names = rownames(v), matrix = unname(matrix(as.numeric(v), nrow(v))), columns = colnames(v))
cox <- m(v)

# birthwt: low ~ age + lwt + smoke + ht
bw <- read.csv("data/birthwt.csv")
l <- lrm(low ~ age + lwt + smoke + ht, bw, x = TRUE, y = TRUE)
set.seed(1)
logistic <- m(rms::validate(l, B = 2000))

# Backward elimination by AIC, as step(), and by Wald tests of refits.
lg <- read.csv("data/lung.csv"); full <- c("age", "sex", "ph.ecog", "ph.karno", "wt.loss", "pat.karno")
lg <- lg[complete.cases(lg[, c("time", "event", full)]), ]
f <- coxph(reformulate(full, "Surv(time, event)"), lg, control = ctl)
aic <- attr(terms(formula(step(f, direction = "backward", trace = 0))), "term.labels")
byp <- function(level) {
  left <- full
  repeat {
    f <- coxph(reformulate(left, "Surv(time, event)"), lg, control = ctl)
    p <- summary(f)$coefficients[, "Pr(>|z|)"]
    if (max(p) <= level || length(left) == 1) return(left)
    left <- left[-which.max(p)]
  }
}
selection <- list(formula = paste("Surv(time, event) ~", paste(full, collapse = " + ")), aic = aic,
                  p157 = byp(0.157), p05 = byp(0.05))

# Internal-external cross-validation of rotterdam by year of surgery in four periods.
ro <- read.csv("data/rotterdam.csv")
ro$centre <- cut(ro$year, c(0, 1985, 1988, 1990, 9999), labels = c("a", "b", "c", "d"))
centres <- NULL
for (k in levels(ro$centre)) {
  f <- coxph(Surv(rfstime, rfs) ~ age + grade + I(pmin(nodes, 19)) + hormon, ro[ro$centre != k, ], control = ctl)
  h <- ro[ro$centre == k, ]
  lp <- with(h, coef(f)[1] * age + coef(f)[2] * grade + coef(f)[3] * pmin(nodes, 19) + coef(f)[4] * hormon)
  y <- with(h, Surv(rfstime, rfs))
  cc <- concordance(y ~ signif(lp, 12), reverse = TRUE)
  s <- coxph(y ~ lp, control = ctl)
  bh <- basehaz(f, centered = FALSE); H <- tail(bh$hazard[bh$time <= 1826.25], 1)
  km <- summary(survfit(y ~ 1), times = 1826.25)
  obs <- 1 - km$surv; ex <- mean(1 - exp(-H * exp(lp)))
  centres <- rbind(centres, c(n = nrow(h), events = sum(h$rfs), c = cc$concordance, seC = sqrt(cc$var),
    slope = unname(coef(s)), seSlope = sqrt(vcov(s)[1]), oe = obs / ex, seLogOE = km$std.err / obs))
}
pool <- function(y, v) {
  r <- rma(y, v, method = "REML", test = "knha", control = list(threshold = 1e-12, maxiter = 1000))
  p <- predict(r)
  list(mean = as.numeric(r$b), lower = r$ci.lb, upper = r$ci.ub, tau2 = r$tau2)
}
cc <- centres[, "c"]
iecv <- list(names = colnames(centres), matrix = unname(centres),
  logitC = pool(qlogis(cc), (centres[, "seC"] / (cc * (1 - cc)))^2),
  logOE = pool(log(centres[, "oe"]), centres[, "seLogOE"]^2),
  slope = pool(centres[, "slope"], centres[, "seSlope"]^2))

write_json(list(given = given, cox = cox, logistic = logistic, selection = selection, iecv = iecv,
  versions = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")),
                  rms = as.character(packageVersion("rms")), metafor = as.character(packageVersion("metafor")))),
  "resampling.json", digits = NA, auto_unbox = TRUE, pretty = FALSE)
