# Columns of terms as R makes them: rms::rcspline.eval, approx and plain arithmetic.
# Run in Tests/Reference: Rscript term-columns.R
suppressMessages(library(Hmisc))
x <- c(-5, 0.5, 1, 2.25, 3, 3.7, 4, 5.5, 8, 8.5, 30)
knots <- c(1, 3, 4, 8)
spline <- function(norm) unname(lapply(1:3, function(j)
  rcspline.eval(x, knots, inclx = TRUE, norm = norm)[, j]))
z <- c(0.25, 1, 2.5, 10, 90)
shift <- 0.5
scale <- 10
w <- (z + shift) / scale
nodes <- list(x = c(10, 20, 30, 50, 90), y = c(14, 10.5, 6.75, 0, 36))
at <- c(10, 12.5, 20, 29.9, 50, 77, 90)
e <- list(age = c(17, 40, 62.5, 95), size = c(0.4, 5, 5.1, 31))
with(e, expressions <<- list(
  "max(0, 0.00208 * age^2 + 0.70703 * age - 12.394) * (age <= 90) + 67 * (age > 90)" =
    pmax(0, 0.00208 * age^2 + 0.70703 * age - 12.394) * (age <= 90) + 67 * (age > 90),
  "44 * (size > 5) + 26 * (size >= 31)" = 44 * (size > 5) + 26 * (size >= 31),
  "log1p(size) / sqrt(age) - exp(-size) * abs(3 - size)" =
    log1p(size) / sqrt(age) - exp(-size) * abs(3 - size),
  "min(age, 2 * size, 60) ^ 1.5 - -log(age)" = pmin(age, 2 * size, 60)^1.5 - -log(age),
  "size^-1 + size^3 * (age < 50) - 2^size" = size^-1 + size^3 * (age < 50) - 2^size,
  "(age <= 40) + age - 1" = (age <= 40) + age - 1))
number <- function(v) paste0("[", paste(formatC(v, digits = 17, format = "g"), collapse = ", "), "]")
object <- function(l) paste0("{", paste(sprintf("\n  %s: %s", encodeString(names(l), quote = '"'), l),
  collapse = ","), "\n}")
cat(object(list(
  versions = sprintf('"R %s, Hmisc %s"', getRversion(), packageVersion("Hmisc")),
  x = number(x), knots = number(knots),
  rangeSquared = paste0("[", paste(sapply(spline(2), number), collapse = ", "), "]"),
  none = paste0("[", paste(sapply(spline(0), number), collapse = ", "), "]"),
  z = number(z), shift = number(shift), scale = number(scale),
  powers = "[-2, -0.5, 0, 0, 0.5, 2, 2, 2, 3.7]",
  polynomial = paste0("[", paste(sapply(list(
    w^-2, w^-0.5, log(w), log(w)^2, w^0.5, w^2, w^2 * log(w), w^2 * log(w)^2, w^3.7), number),
    collapse = ", "), "]"),
  nodesX = number(nodes$x), nodesY = number(nodes$y), at = number(at),
  line = number(approx(nodes$x, nodes$y, at)$y),
  age = number(e$age), size = number(e$size),
  expressions = object(lapply(expressions, number)))), "\n", file = "term-columns.json", sep = "")
