# Writes lung's columns for us, then times a thousand fits a repetition, and twenty with exact ties.
# Arguments: directory long
library(survival)
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
columns <- with(lung, list(time = time, status = status == 2, age = age, sex = sex,
                           ecog = ph.ecog, week = ceiling(time / 7)))
complete <- !is.na(columns$ecog)
columns <- lapply(columns, function(column) as.double(column[complete]))
for (name in names(columns)) {
  writeBin(columns[[name]], file.path(arguments[1], name), endian = "little")
}
x <- with(columns, cbind(age, sex, ecog))
y <- with(columns, Surv(time, status))
control <- coxph.control()
measure("fit", for (i in 1:1000) {
  coxph.fit(x, y, strata = NULL, offset = NULL, init = NULL, control = control, weights = NULL,
            method = "efron", rownames = NULL, resid = FALSE)
}, arguments[2] == "true", loops = 1000)
table <- as.data.frame(columns)
measure("exact", for (i in 1:20) {
  coxph(Surv(week, status) ~ age + sex + ecog, table, ties = "exact")
}, arguments[2] == "true", loops = 20)
