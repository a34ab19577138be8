# The product-limit curve with its intervals. Arguments: directory n long
library(survival)
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
data <- data.frame(exit = read(arguments[1], "exit", n), event = read(arguments[1], "event", n))
measure("survfit", curve <- survfit(Surv(exit, event) ~ 1, data), arguments[3] == "true")
value("survival", c(tail(curve$surv, 1), length(curve$time)))
