# The bootstrap of rms: 200 resamples with Dxy, R2, slope, D, U, Q and g. Arguments: directory n p B long
suppressMessages(library(rms))
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
names <- paste0("x", seq_len(as.integer(arguments[3])))
columns <- c("exit", "event", names)
data <- as.data.frame(sapply(columns, function(name) read(arguments[1], name, n), simplify = FALSE))
fit <- cph(as.formula(paste("Surv(exit, event) ~", paste(names, collapse = " + "))), data, x = TRUE,
           y = TRUE)
set.seed(1)
B <- as.integer(arguments[4])
measure("validate", result <- validate(fit, B = B), arguments[5] == "true")
value("corrected", result[, "index.corrected"])
