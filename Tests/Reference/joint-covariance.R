# Survival with intervals from a Cox fit, and the joint covariance of its coefficients and of log H0 at
# two horizons. Run in Tests/Reference: Rscript joint-covariance.R
library(survival)
lung <- na.omit(lung[, c("time", "status", "age", "wt.loss", "ph.ecog")])
lung <- lung[!duplicated(lung$time), ]
lung$ecog <- factor(pmin(lung$ph.ecog, 2))
knots <- as.numeric(quantile(lung$age, c(.1, .5, .9)))
cube <- function(u) pmax(u, 0)^3
lung$spline <- with(lung, (cube(age - knots[1]) -
  cube(age - knots[2]) * (knots[3] - knots[1]) / (knots[3] - knots[2]) +
  cube(age - knots[3]) * (knots[2] - knots[1]) / (knots[3] - knots[2])) / (knots[3] - knots[1])^2)
fit <- coxph(Surv(time, status) ~ age + spline + ecog + wt.loss, lung, ties = "breslow",
  control = coxph.control(eps = 1e-13, iter.max = 50))
x <- model.matrix(fit)
b <- coef(fit)
V <- vcov(fit)
center <- c(62, 3, 0, 0, 10)
horizons <- c(180, 400)
deaths <- sort(lung$time[lung$status == 2])
r <- exp(drop(sweep(x, 2, center) %*% b))
joint <- rbind(cbind(V, matrix(0, 5, 2)), matrix(0, 2, 7))
H <- A <- numeric(2)
D <- matrix(0, 2, 5)
for (h in 1:2) for (t in deaths[deaths <= horizons[h]]) {
  at <- lung$time >= t
  s0 <- sum(r[at])
  H[h] <- H[h] + 1 / s0
  A[h] <- A[h] + 1 / s0^2
  D[h, ] <- D[h, ] + (colSums(r[at] * x[at, ]) / s0 - center) / s0
}
for (h in 1:2) {
  joint[5 + h, 1:5] <- joint[1:5, 5 + h] <- -drop(V %*% D[h, ]) / H[h]
  for (k in 1:2) joint[5 + h, 5 + k] <- (A[min(h, k)] + drop(D[h, ] %*% V %*% D[k, ])) / (H[h] * H[k])
}
new <- lung[c(1, 20, 45, 80, 120), ]
s <- summary(survfit(fit, newdata = new, conf.type = "log-log", se.fit = TRUE), times = horizons)
number <- function(v) paste0("[", paste(formatC(v, digits = 17, format = "g"), collapse = ", "), "]")
matrixText <- function(m) paste0("[", paste(apply(m, 1, number), collapse = ",\n    "), "]")
cat(sprintf('{
  "versions": "R %s, survival %s",
  "knots": %s,
  "coefficients": %s,
  "center": %s,
  "at": %s,
  "cumulativeHazard": %s,
  "matrix": %s,
  "age": %s,
  "weightLoss": %s,
  "ecog": %s,
  "survival": %s,
  "lower": %s,
  "upper": %s
}
', getRversion(), packageVersion("survival"), number(knots), number(b), number(center),
  number(sum(b * center)), number(H), matrixText(joint), number(new$age), number(new$wt.loss),
  number(as.integer(new$ecog) - 1), matrixText(s$surv), matrixText(s$lower), matrixText(s$upper)),
  file = "joint-covariance.json")
