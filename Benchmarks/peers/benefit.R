# Survival without and with, benefit and its ends, of the benchmark's model in vectorised R.
# Arguments: directory rows
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
age <- read(arguments[1], "age", n)
size <- read(arguments[1], "size", n)
level <- as.integer(read(arguments[1], "level", n)) + 1L
spline <- function(x, t, b) {
  cube <- function(u) pmax(u, 0)^3
  eta <- b[1] * x
  for (j in 1:2) {
    column <- cube(x - t[j]) - cube(x - t[3]) * (t[4] - t[j]) / (t[4] - t[3]) +
      cube(x - t[4]) * (t[3] - t[j]) / (t[4] - t[3])
    eta <- eta + b[j + 1] * column / (t[4] - t[1])^2
  }
  eta
}
table <- 0.1 * (0:9)
measure("benefit", {
  eta <- spline(age, c(35, 52, 66, 82), c(0.004, 0.012, -0.03)) +
    spline(size, c(3, 7, 12, 24), c(0.09, -0.15, 0.2)) + table[level]
  without <- exp(-0.35 * exp(eta))
  with <- without^0.94
  lower <- without^1.31 - without
  upper <- without^0.68 - without
})
