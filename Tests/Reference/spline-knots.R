# Default knots of restricted cubic splines for awkward variables: ties at the ends, few rows, few
# distinct values. Rscript spline-knots.R > spline-knots.json, in this folder.
suppressMessages({library(Hmisc); library(jsonlite)})
set.seed(20)
r <- read.csv("data/rotterdam.csv"); v <- read.csv("data/veteran.csv"); l <- read.csv("data/lung_w.csv")
variables <- list(
  nodes = r$nodes, pgr = r$pgr, er = r$er, year = r$year, karno = v$karno, diagtime = v$diagtime,
  lung = l$age, smallest = c(3, 1, 4, 15, 9, 26), thirty = round(rnorm(30), 3),
  ninetynine = round(rexp(99), 4), hundred = round(rexp(100), 4),
  zeros = c(rep(0, 30), round(rexp(270), 4)),
  bothEnds = c(rep(0, 40), round(runif(220) * 9 + 0.5, 4), rep(10, 40)),
  top = c(round(runif(150) * 9, 4), rep(10, 20)),
  fewZeros = c(rep(0, 8), round(rexp(72) + 1, 4)),
  sevenValues = rep(c(1, 2, 3, 5, 8, 13, 21), c(4, 9, 30, 20, 11, 8, 3)))
cases <- list()
for (name in names(variables)) for (k in 3:7) {
  x <- variables[[name]]
  knots <- tryCatch(suppressWarnings(rcspline.eval(x, nk = k, knots.only = TRUE)), error = function(e) NULL)
  cases[[length(cases) + 1]] <- list(variable = name, count = k, knots = unname(as.numeric(knots)))
}
cat(toJSON(list(tool = paste(R.version.string, "Hmisc", packageVersion("Hmisc")),
  variables = lapply(variables, unname), cases = cases), digits = I(17), pretty = FALSE))
