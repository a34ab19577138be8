# Survival at one time of a cohort, from a model of the same shape fitted to simulated data:
# predict(type = "survival") of coxph, and rms's survest. A tenth of the rows; times are those of all.
# Arguments: directory rows
library(survival)
suppressMessages(library(rms))
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
cohort <- data.frame(age = read(arguments[1], "age", n), size = read(arguments[1], "size", n),
                     level = factor(read(arguments[1], "level", n), levels = 0:9))
part <- cohort[seq_len(n / 10), ]
set.seed(1)
train <- cohort[sample(n, 2000), ]
train$time <- rexp(2000) * 5
train$status <- rbinom(2000, 1, 0.6)
knots <- list(age = c(35, 52, 66, 82), size = c(3, 7, 12, 24))
distribution <- datadist(train)
options(datadist = "distribution")
plain <- coxph(Surv(time, status) ~ rcs(age, knots$age) + rcs(size, knots$size) + level, train)
smooth <- cph(Surv(time, status) ~ rcs(age, c(35, 52, 66, 82)) + rcs(size, c(3, 7, 12, 24)) + level,
              train, x = TRUE, y = TRUE, surv = TRUE, time.inc = 5)
part$time <- 5
part$status <- 1
# loops = 0.1: a tenth of the rows stands for all of them.
measure("predict", predict(plain, part, type = "survival"), loops = 0.1)
measure("survest", survest(smooth, part, times = 5, se.fit = FALSE, conf.int = FALSE), loops = 0.1)
