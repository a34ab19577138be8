# Concordance of Cox models and of scores, by R's survival. Writes concordance.json beside this file.
# Run in this folder: Rscript concordance.R
library(survival)
library(jsonlite)

# The outcome as columns, with tied times made exactly equal, as coxph does.
outcome <- function(y) {
  y <- unclass(aeqSurv(y))
  if (ncol(y) == 3) list(entry = y[, 1], exit = y[, 2], event = y[, 3])
  else list(exit = y[, 1], event = y[, 2])
}

groups <- function(strata, weights, cluster) {
  list(
    weights = weights,
    strata = if (!is.null(strata)) as.integer(as.factor(strata)),
    clusters = if (!is.null(cluster)) as.integer(as.factor(cluster)))
}

# Counts, index and standard error as coxph reports them; influence by row, whatever the clusters.
#
# coxph now and then gives two rows with the same covariates linear predictors that differ in the
# last bit, depending on where in the matrix they stand, and then counts the pair as untied. There
# the numbers are those of the linear predictor in 12 digits.
fitted <- function(fit, y, strata = NULL, weights = NULL, cluster = NULL) {
  score <- signif(unname(fit$linear.predictors), 12)
  values <- scored(score, y, strata, weights, cluster)
  values$noise <- length(unique(fit$linear.predictors)) - length(unique(score))
  if (values$noise == 0) {
    values$counts <- unname(fit$concordance[1:5])
    values$index <- fit$concordance[["concordance"]]
    values$standardError <- fit$concordance[["std"]]
  }
  values
}

# The same for a score that no model made.
scored <- function(
  score, y, strata = NULL, weights = NULL, cluster = NULL, reverse = TRUE, keepstrata = TRUE
) {
  rows <- concordancefit(
    y, score, strata, weights, influence = 1, reverse = reverse, keepstrata = keepstrata)
  variance <- if (is.null(cluster)) rows$var
  else concordancefit(y, score, strata, weights, cluster = cluster, reverse = reverse)$var
  c(
    outcome(y), groups(strata, weights, cluster),
    list(
      score = score, higherScoreMeansLaterEvent = as.integer(!reverse),
      counts = unname(if (is.matrix(rows$count)) colSums(rows$count) else rows$count),
      index = rows$concordance, standardError = sqrt(variance), influence = rows$dfbeta))
}

cases <- list()
lung <- na.omit(survival::lung[, c("time", "status", "age", "sex", "ph.ecog", "inst")])
y <- with(lung, Surv(time, status))
cases$lung <- fitted(coxph(Surv(time, status) ~ age + sex + ph.ecog, lung), y)
lung$whole <- rep(1:4, length.out = nrow(lung))
cases$lungWholeWeights <- fitted(
  coxph(Surv(time, status) ~ age + sex + ph.ecog, lung, weights = whole), y,
  weights = lung$whole)
lung$fraction <- 0.1 + ((seq_len(nrow(lung)) * 37) %% 101) / 70
cases$lungFractionalWeights <- fitted(
  coxph(Surv(time, status) ~ age + sex + ph.ecog, lung, weights = fraction), y,
  weights = lung$fraction)
cases$lungWeightsStrataClusters <- fitted(
  coxph(
    Surv(time, status) ~ age + sex + strata(ph.ecog), lung, weights = fraction, cluster = inst),
  y, strata = lung$ph.ecog, weights = lung$fraction, cluster = lung$inst)
cases$lungManyTies <- scored(lung$ph.ecog, y)
cases$lungManyTiesLater <- scored(-lung$ph.ecog, y, weights = lung$fraction, reverse = FALSE)
cases$lungManyStrata <- scored(
  lung$age, y, strata = lung$inst, weights = lung$fraction, keepstrata = FALSE)
cases$lungRoundedTimes <- scored(
  lung$age, with(lung, Surv(ceiling(time / 100), status)), strata = lung$sex,
  weights = lung$fraction, cluster = lung$inst)

y <- with(veteran, Surv(time, status))
cases$veteran <- fitted(coxph(Surv(time, status) ~ karno * age + trt, veteran), y)
cases$veteranStrata <- fitted(
  coxph(Surv(time, status) ~ karno * age + trt + strata(celltype), veteran), y,
  strata = veteran$celltype)
cases$ovarian <- fitted(
  coxph(Surv(futime, fustat) ~ age + ecog.ps, ovarian), with(ovarian, Surv(futime, fustat)))
cases$kidneyClusters <- fitted(
  coxph(Surv(time, status) ~ age + sex + disease, kidney, cluster = id),
  with(kidney, Surv(time, status)), cluster = kidney$id)
cases$gbsg <- fitted(
  coxph(Surv(rfstime, status) ~ age + nodes + pgr + grade + hormon, gbsg),
  with(gbsg, Surv(rfstime, status)))

y <- with(heart, Surv(start, stop, event))
cases$heart <- fitted(coxph(Surv(start, stop, event) ~ age + surgery + transplant, heart), y)
heart$weight <- 0.25 + ((seq_len(nrow(heart)) * 13) %% 29) / 8
cases$heartWeightsStrataClusters <- fitted(
  coxph(
    Surv(start, stop, event) ~ age + transplant + strata(surgery), heart, weights = weight,
    cluster = id),
  y, strata = heart$surgery, weights = heart$weight, cluster = heart$id)
cases$heartManyTies <- scored(
  round(heart$age / 10), with(heart, Surv(floor(start / 40), floor(stop / 40) + 1, event)),
  weights = heart$weight)
cases$cgdClusters <- fitted(
  coxph(Surv(tstart, tstop, status) ~ treat + age + inherit, cgd, cluster = id),
  with(cgd, Surv(tstart, tstop, status)), cluster = cgd$id)
cases$bladderStrata <- fitted(
  coxph(Surv(start, stop, event) ~ rx + size + number + strata(enum), bladder2, cluster = id),
  with(bladder2, Surv(start, stop, event)), strata = bladder2$enum, cluster = bladder2$id)
old <- subset(mgus2, futime > 0 & !is.na(mspike) & id %% 2 == 0)
old$entry <- old$age * 12
old$exit <- old$entry + old$futime
cases$mgus2AgeScale <- fitted(
  coxph(Surv(entry, exit, death) ~ sex + mspike, old), with(old, Surv(entry, exit, death)))

cases <- lapply(cases, function(case) Filter(Negate(is.null), case))
write_json(
  list(
    tool = paste0(
      R.version.string, "; survival ", packageVersion("survival"), "; jsonlite ",
      packageVersion("jsonlite")),
    cases = cases),
  "concordance.json", digits = NA, auto_unbox = TRUE)
