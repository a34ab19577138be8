# How far riskRegression's standard error of a Brier score lies from the jackknife's where times are whole years.
# Prints, by number of rows, the least, mean and largest ratio over twelve simulated tables. R 4.2.2,
# riskRegression 2022.11.28: 120 rows 1.0000, 1.0086, 1.0233; 400 rows 1.0028, 1.0120, 1.0227; the scores
# themselves agree to 1e-16.
suppressMessages({
  library(riskRegression)
  library(survival)
})
set.seed(1)

brier <- function(d, t) {
  s <- suppressWarnings(Score(
    list(m = matrix(d$r, ncol = 1)), formula = Surv(time, event) ~ 1, data = d, times = t,
    metrics = "brier", se.fit = TRUE, conf.int = TRUE, null.model = FALSE))$Brier$score
  c(s$Brier, s$se)
}

# The definition: deaths before censorings of the same time, G(T-) for an event, G(t) beyond t.
definition <- function(d, t) {
  G <- 1
  before <- numeric(nrow(d))
  beyond <- 1
  for (u in sort(unique(d$time))) {
    here <- d$time == u
    before[here] <- G
    deaths <- sum(here & d$event == 1)
    censored <- sum(here & d$event == 0)
    if (censored > 0) G <- G * (1 - censored / (sum(d$time >= u) - deaths))
    if (u <= t) beyond <- G
  }
  early <- ifelse(d$time <= t & d$event == 1, (1 - d$r)^2 / before, 0)
  mean(early + ifelse(d$time > t, d$r^2 / beyond, 0))
}

found <- NULL
for (n in c(120, 400)) {
  for (k in 1:12) {
    d <- data.frame(
      time = sample(1:6, n, TRUE), event = rbinom(n, 1, 0.5), r = runif(n, 0.1, 0.9))
    theirs <- brier(d, 3)
    without <- sapply(1:n, function(i) definition(d[-i, ], 3))
    jackknife <- sqrt((n - 1) / n * sum((without - mean(without))^2))
    found <- rbind(found, c(n, theirs[1] - definition(d, 3), theirs[2] / jackknife))
  }
}
print(aggregate(found[, 3], list(n = found[, 1]), function(x) {
  c(min = min(x), mean = mean(x), max = max(x))
}))
print(max(abs(found[, 2])))
