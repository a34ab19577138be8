# Survival curves by R's survfit: weights, infinitesimal jackknife, left truncation, start times,
# interval scales, quantiles, restricted means. Writes survival-curves.json beside this file.
# Run in this folder: Rscript survival-curves.R
library(survival)
library(jsonlite)

readings <- c(0.5, 1, 2.5, 4, 30, 61, 65.25, 70, 80, 180, 365, 540, 900, 5000)
shares <- c(0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1)

# A jackknifed standard error is one of S under stype = 1 and one of log S under stype = 2.
# survfit (3.5-3) mixes that up for (stype, ctype) = (1, 2) and (2, 1): its flag logse is wrong and
# with it the limits. There they are made again with the right flag.
mend <- function(f, scale) {
  if (f$jackknife && f$logse != (f$stype == 2)) {
    f$logse <- f$stype == 2
    limits <- survival:::survfit_confint(f$surv, f$std.err, f$logse, scale, f$conf.int)
    f$lower <- limits$lower
    f$upper <- limits$upper
  }
  f
}

onS <- function(f) if (f$logse) f$std.err * f$surv else f$std.err

# A curve that falls at its very start is shown by R fallen before it too: nothing is read there.
one <- function(f, horizon) {
  begin <- if (is.null(f$start.time)) 0 else f$start.time
  read <- summary(f, times = readings[readings >= begin], extend = TRUE)
  q <- quantile(f, shares)
  list(
    times = I(f$time), atRisk = I(f$n.risk), events = I(f$n.event), censored = I(f$n.censor),
    survival = I(f$surv), standardErrors = I(onS(f)), lower = I(f$lower), upper = I(f$upper),
    cumulativeHazard = I(f$cumhaz), cumulativeHazardStandardErrors = I(f$std.chaz),
    readings = list(
      time = read$time, survival = read$surv, standardError = read$std.err,
      lower = read$lower, upper = read$upper, atRisk = read$n.risk, events = read$n.event,
      censored = read$n.censor, cumulativeHazard = read$cumhaz),
    quantiles = list(
      probability = shares, time = unname(q$quantile), lower = unname(q$lower),
      upper = unname(q$upper)),
    restrictedMeans = lapply(horizon, function(tau) {
      table <- summary(f, rmean = tau)$table
      list(
        horizon = tau, mean = table[["rmean"]], standardError = table[["se(rmean)"]])
    }))
}

curve <- function(y, weights = NULL, groups = NULL, clusters = NULL, start = NULL, stype = 1,
                  ctype = 1, level = 0.95, scale = "log", robust = NULL) {
  y <- aeqSurv(y)
  n <- nrow(y)
  g <- if (is.null(groups)) rep(0L, n) else as.integer(as.factor(groups)) - 1L
  w <- if (is.null(weights)) rep(1, n) else weights
  # A jackknife of truncated data asks for clusters; each row is its own then.
  cl <- if (!is.null(clusters)) as.integer(as.factor(clusters)) else if (
    ncol(y) == 3 && isTRUE(robust)) seq_len(n)
  fits <- lapply(seq_len(max(g) + 1) - 1, function(k) {
    d <- data.frame(w = w[g == k])
    d$y <- y[g == k, ]
    arguments <- list(
      y ~ 1, data = d, stype = stype, ctype = ctype, conf.int = level, conf.type = scale)
    if (!is.null(weights)) arguments$weights <- d$w
    if (!is.null(cl)) arguments$cluster <- cl[g == k]
    if (!is.null(start)) arguments$start.time <- start
    if (!is.null(robust)) arguments$robust <- robust
    f <- do.call(survfit, arguments)
    f$stype <- stype
    f$jackknife <- if (is.null(robust)) {
      !is.null(cl) || (!is.null(weights) && any(weights != floor(weights)))
    } else robust
    mend(f, scale)
  })
  last <- max(sapply(fits, function(f) max(f$time)))
  first <- max(sapply(fits, function(f) max(min(f$time), start)))
  columns <- unclass(y)
  c(
    if (ncol(y) == 3) list(entry = columns[, 1]),
    list(exit = columns[, ncol(y) - 1], event = columns[, ncol(y)]),
    list(
      weights = weights, groups = if (!is.null(groups)) g, clusters = if (!is.null(clusters)) cl,
      startTime = start, stype = stype, ctype = ctype, level = level, scale = scale,
      robust = robust,
      curves = lapply(fits, one, horizon = c(first + (last - first) / 3, last, last * 1.1))))
}

lung$event <- as.integer(lung$status == 2)
# Every variant of the estimate is asked of a part of the data, in which time is counted in tens of
# days: few times, and most of them tied.
part <- lung[seq(1, nrow(lung), 4), ]
part$time <- 10 * ceiling(part$time / 10)
ageAll <- read.csv("data/mgus2_age.csv")
age <- ageAll[seq(1, nrow(ageAll), 16), ]
set.seed(20)
fractional <- round(runif(nrow(part), 0.2, 3), 3)
counts <- rep_len(c(1, 2, 1, 4, 0, 3), nrow(part))
centres <- ifelse(is.na(part$inst), 99, part$inst)
small <- data.frame(
  a = c(0, 1, 2, 3, 5, 6, 7), b = c(4, 3, 4, 8, 6, 9, 10), e = c(1, 0, 1, 1, 0, 1, 1),
  w = c(1, 2, 1.5, 3, 1, 2.5, 1), c = c(1, 1, 2, 2, 3, 3, 3))
gap <- data.frame(a = c(0, 0, 0, 5, 5, 6), b = c(2, 3, 4, 7, 8, 9), e = c(1, 0, 0, 1, 1, 0))
dead <- within(gap, e[3] <- 1)
flat <- data.frame(b = c(1, 2, 3, 4, 5, 6), e = c(1, 1, 1, 0, 0, 0))
flatter <- data.frame(b = c(1, 2, 3, 5, 5, 8), e = c(1, 1, 1, 0, 1, 1))
tens <- Surv(part$time, part$event)
eventTime <- sort(unique(part$time[part$event == 1]))[8]
aged <- Surv(age$agein, age$ageout, age$death)
patients <- subset(heart, as.integer(id) <= 36)
hearts <- with(patients, Surv(start, stop, event))
scales <- c("plain", "log", "log-log", "logit", "arcsin")
cells <- veteran[seq(1, nrow(veteran), 2), ]

cases <- list(
  lung = curve(Surv(lung$time, lung$event)),
  tens = curve(tens),
  tensFH = curve(tens, ctype = 2),
  tensBySex = curve(tens, groups = part$sex, stype = 2),
  tensCounts = curve(tens, weights = counts, groups = part$sex),
  tensCountsFH = curve(tens, weights = counts + 1, stype = 2, ctype = 2),
  tensCountsRobust = curve(tens, weights = counts + 1, robust = TRUE),
  tensFractional = curve(tens, weights = fractional),
  tensFractionalFH = curve(tens, weights = fractional, ctype = 2),
  tensFractionalHazard = curve(tens, weights = fractional, stype = 2, groups = part$sex),
  tensFractionalModel = curve(tens, weights = fractional, robust = FALSE, ctype = 2),
  tensRobust = curve(tens, robust = TRUE, scale = "log-log"),
  tensCentres = curve(tens, clusters = centres),
  tensCentresWeighted = curve(
    tens, clusters = centres, weights = fractional, stype = 2, ctype = 2, groups = part$sex),
  tensTwoClusters = curve(tens, clusters = part$sex, scale = "plain"),
  tensStart = curve(tens, start = 201, groups = part$sex, level = 0.8),
  tensStartFractional = curve(tens, start = eventTime, weights = fractional),
  veteranByCell = curve(Surv(cells$time, cells$status), groups = cells$celltype, level = 0.99),
  heart = curve(hearts, groups = patients$transplant),
  heartClusters = curve(hearts, clusters = patients$id, stype = 2),
  heartClustersLimit = curve(hearts, clusters = patients$id, groups = patients$surgery, ctype = 2),
  heartStart = curve(hearts, start = 30, scale = "arcsin"),
  ageStart = curve(aged, start = 60, groups = age$sex, scale = "log-log"),
  ageStartRobust = curve(aged, start = 60, groups = age$sex, robust = TRUE, ctype = 2),
  smallCounts = curve(with(small, Surv(a, b, e)), weights = c(1, 2, 1, 3, 1, 2, 1)),
  smallFractional = curve(with(small, Surv(a, b, e)), weights = small$w),
  smallFractionalFH = curve(
    with(small, Surv(a, b, e)), weights = small$w, clusters = small$c, stype = 2, ctype = 2),
  smallClusters = curve(with(small, Surv(a, b, e)), weights = small$w, clusters = small$c),
  smallZeroWeights = curve(with(small, Surv(b, e)), weights = c(0, 2, 0, 3, 1, 1, 0)),
  gap = curve(with(gap, Surv(a, b, e))),
  deadBeforeGap = curve(with(dead, Surv(a, b, e))),
  deadBeforeGapRobust = curve(with(dead, Surv(a, b, e)), robust = TRUE),
  allCensored = curve(Surv(c(3, 1, 2), c(0, 0, 0)), scale = "plain"),
  allDie = curve(Surv(c(2, 2, 2), c(1, 1, 1))),
  oneEvent = curve(Surv(4, 1)),
  flatAtHalf = curve(with(flat, Surv(b, e))),
  flatThenFalls = curve(with(flatter, Surv(b, e)), scale = "plain"))
for (scale in scales) {
  cases[[paste("ends at zero,", scale)]] <- curve(
    Surv(c(1, 2, 3, 4, 4, 6), c(0, 1, 1, 1, 0, 1)), scale = scale)
  cases[[paste("ends at zero, robust,", scale)]] <- curve(
    Surv(c(1, 2, 3, 4, 4, 6), c(0, 1, 1, 1, 0, 1)), scale = scale, robust = TRUE)
}

write_json(
  list(
    tool = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival"))),
    cases = cases),
  "survival-curves.json", auto_unbox = TRUE, digits = NA, null = "null", na = "null")
