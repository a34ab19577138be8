# Who is eligible, survival without and with, benefit and its ends, of the benchmark's model in
# vectorised R. Levels are codes from 0, NaN where nothing is said; the answers of sites and
# histotypes by code are arguments.
# Arguments: directory rows sites histotypes
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
number <- function(name) { x <- read(arguments[1], name, n); x[is.nan(x)] <- NA; x }
code <- function(name) as.integer(number(name))
lookup <- function(text) as.logical(as.integer(strsplit(text, ",")[[1]]))
ageOfScore <- number("scoreAge")
sizeOfScore <- number("scoreSize")
level <- code("level") + 1L
age <- number("age")
size <- number("size")
necrosis <- number("necrosis")
grade <- code("grade") + 1L
metastasis <- code("metastasis")
nodes <- code("nodes")
presentation <- code("presentation")
depth <- code("depth")
site <- code("site") + 1L
histology <- code("histology") + 1L
sites <- suppressWarnings(lookup(arguments[3]))
histotypes <- suppressWarnings(lookup(arguments[4]))
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
granted <- function(x) { x[is.na(x)] <- TRUE; x }
measure("benefit", {
  eligible <- granted(metastasis == 1L & nodes == 1L) & granted(presentation == 0L) &
    sites[site] & (grade == 3L | (grade == 2L & necrosis > 50)) & size >= 5 & depth == 0L &
    granted(age >= 18) & granted(histotypes[histology])
  eta <- spline(ageOfScore, c(35, 52, 66, 82), c(0.004, 0.012, -0.03)) +
    spline(sizeOfScore, c(3, 7, 12, 24), c(0.09, -0.15, 0.2)) + table[level]
  without <- exp(-0.35 * exp(eta))
  with <- without^0.94
  lower <- without^1.31 - without
  upper <- without^0.68 - without
})
value("eligible", sum(eligible, na.rm = TRUE))
