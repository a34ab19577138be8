# The ridge fit behind models/tcga-limb-trunk-os-2026.json, by R: coefficients, the choice of theta by
# Akaike's criterion, and survival of the document's examples with log-log intervals.
# Run in Tests/Reference: Rscript tcga-limb-trunk.R
library(survival)
library(jsonlite)
cohort <- read.csv("../../data/tcga_sarc.csv")
wall <- cohort$site_region %in% c("lower_extremity", "upper_extremity", "superficial_trunk") |
  cohort$site_detail == "chest - chest wall"
cohort <- cohort[wall & cohort$histology_group != "Desmoid", ]
cohort$age <- cohort$age_years
cohort$doublings <- log2(cohort$tumor_size_cm)
fit <- function(theta) {
  coxph(Surv(OS_days, OS_event) ~ ridge(age, doublings, theta = theta), cohort,
        control = coxph.control(eps = 1e-13, iter.max = 50, outer.max = 50))
}
thetas <- c(0.5, 1, 2, 3, 4, 6, 8, 12, 20)
criterion <- sapply(thetas, function(theta) {
  f <- fit(theta)
  2 * diff(f$loglik) - 2 * sum(f$df)
})
f <- fit(3)
patients <- data.frame(age = c(61, 40), doublings = log2(c(12, 5)))
curves <- survfit(f, newdata = patients, conf.type = "log-log")
at <- summary(curves, times = 365.25 * c(1, 3, 5))
# Why grade is left out.
graded <- coxph(Surv(OS_days, OS_event) ~ age + doublings + I(fnclcc_grade == 3), cohort)
result <- list(
  tool = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival"))),
  rows = f$n, events = f$nevent,
  thetas = thetas, gainOverCriterion = criterion,
  coefficients = unname(coef(f)), variance = f$var,
  effectiveDegreesOfFreedom = sum(f$df),
  patients = data.frame(age = patients$age, size = 2^patients$doublings),
  survival = at$surv, lower = at$lower, upper = at$upper,
  grade = list(rows = graded$n, events = graded$nevent, ratio = unname(exp(coef(graded)[3])),
               interval = unname(exp(confint(graded)[3, ]))),
  atRisk = sum(cohort$OS_days[!is.na(cohort$doublings)] >= 5 * 365.25))
writeLines(toJSON(result, digits = 17, auto_unbox = TRUE, pretty = TRUE), "tcga-limb-trunk.json")
