# Indices of validation of a binary outcome: cancerpredmarker of df_binary, put out of calibration.
#   riskRegression: AUC with DeLong's standard error, Brier score, null model
#   stats, rms: calibration in the large, slope, flexible curve
# Run in this folder: Rscript validation-binary.R > validation-binary.json
suppressPackageStartupMessages({
  library(jsonlite); library(riskRegression); library(rms)
})
d <- read.csv("data/df_binary.csv")
# The marker is a logistic fit to these data; put out of calibration, it is worth validating.
p <- plogis(1.3 * qlogis(d$cancerpredmarker) - 0.4)
y <- d$cancer
z <- qlogis(pmin(pmax(p, 1e-12), 1 - 1e-12))
score <- Score(list(m = p), formula = cancer ~ 1, data = d, metrics = c("auc", "brier"),
  null.model = TRUE, se.fit = TRUE)
b <- as.data.frame(score$Brier$score)
a <- as.data.frame(score$AUC$score)
tight <- glm.control(epsilon = 1e-15, maxit = 100)
large <- glm(y ~ offset(z), family = binomial, control = tight)
slope <- glm(y ~ z, family = binomial, control = tight)
knots <- attr(rcs(z, 4), "parms")
curve <- glm(y ~ rcs(z, knots), family = binomial, control = tight)
distance <- abs(fitted(curve) - p)
group <- cut(p, unique(quantile(p, 0:5 / 5)), include.lowest = TRUE)
val <- val.prob(p, y, pl = FALSE)
cat(toJSON(list(
  versions = list(R = as.character(getRversion()), rms = as.character(packageVersion("rms")),
    riskRegression = as.character(packageVersion("riskRegression"))),
  auc = list(estimate = a$AUC[a$model == "m"], se = a$se[a$model == "m"], rms = val[["C (ROC)"]]),
  brier = list(estimate = b$Brier[b$model == "m"], null = b$Brier[b$model == "Null model"],
    se = b$se[b$model == "m"]),
  intercept = list(estimate = unname(coef(large)), se = sqrt(vcov(large))[1]),
  slope = list(estimate = unname(coef(slope))[2], se = sqrt(vcov(slope)[2, 2])),
  valProb = list(intercept = val[["Intercept"]], slope = val[["Slope"]]),
  curve = list(ici = mean(distance), e50 = unname(quantile(distance, .5)),
    e90 = unname(quantile(distance, .9)), emax = max(distance),
    first = unname(fitted(curve)[1:5])),
  groups = list(n = as.vector(table(group)), events = as.vector(tapply(y, group, sum)),
    predicted = as.vector(tapply(p, group, mean)))
), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
