# The concordance of a score, with its variance. Arguments: directory n long
library(survival)
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
columns <- c("exit", "event", "score")
data <- as.data.frame(sapply(columns, function(name) read(arguments[1], name, n), simplify = FALSE))
measure("concordance", result <- concordance(Surv(exit, event) ~ score, data, reverse = TRUE),
        arguments[3] == "true")
value("concordance", c(result$concordance, sqrt(result$var)))
