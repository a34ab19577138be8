# Firth's logistic regression as an iteration of glm.fit calls: each leverage splits its row in an event
# and a non-event of half its weight more, until the modified score is zero as logistf has it (1e-5) and
# the step is short. Arguments: directory n p long
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
names <- paste0("x", seq_len(as.integer(arguments[3])))
x <- cbind(1, sapply(names, function(name) read(arguments[1], name, n)))
y <- read(arguments[1], "event", n)
family <- quasibinomial()
control <- glm.control(epsilon = 1e-10)

firth <- function() {
  fit <- glm.fit(x, y, family = family, control = control)
  b <- fit$coefficients
  for (iteration in 1:50) {
    h <- rowSums(qr.qy(fit$qr, diag(1, n, ncol(x)))^2)
    fit <- glm.fit(x, (y + h / 2) / (1 + h), weights = 1 + h, family = family, start = b,
                   control = control)
    step <- max(abs(fit$coefficients - b))
    b <- fit$coefficients
    # The leverages wanted are those without the added weight.
    p <- fit$fitted.values
    fit$qr <- qr(x * sqrt(p * (1 - p)))
    if (step < 1e-8) break
  }
  b
}
measure("firth", b <- firth(), arguments[4] == "true")
value("coefficients", b)
