# glm.fit with the inverse of its information. Arguments: directory n p long [loops]
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
names <- paste0("x", seq_len(as.integer(arguments[3])))
loops <- if (length(arguments) > 4) as.integer(arguments[5]) else 1
x <- cbind(1, sapply(names, function(name) read(arguments[1], name, n)))
y <- read(arguments[1], "event", n)
family <- binomial()
measure("glm", for (i in seq_len(loops)) {
  fit <- glm.fit(x, y, family = family)
  covariance <- chol2inv(fit$qr$qr)
}, arguments[4] == "true", loops = loops)
value("coefficients", fit$coefficients)
