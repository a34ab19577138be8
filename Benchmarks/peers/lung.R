# Writes lung's columns for us, then times a thousand fits a repetition.
# Arguments: directory long
library(survival)
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
columns <- with(lung, list(time = time, status = status == 2, age = age, sex = sex,
                           ecog = ph.ecog))
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
