# coxph() with a variance over clusters: one run, for its time goes with rows times deaths.
# Arguments: directory n p
library(survival)
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
names <- paste0("x", seq_len(as.integer(arguments[3])))
columns <- c("exit", "event", "cluster", names)
data <- as.data.frame(sapply(columns, function(name) read(arguments[1], name, n), simplify = FALSE))
formula <- as.formula(paste("Surv(exit, event) ~", paste(names, collapse = " + ")))
time <- system.time(coxph(formula, data, cluster = cluster))
cat("time coxph", time[["elapsed"]], time[["user.self"]] + time[["sys.self"]], "\n")
