# coxph() from formula and data frame, and its fit alone (coxph.fit, or agreg.fit with entries).
# Arguments: directory n p delayedEntry long
library(survival)
source("measure.R")
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
names <- paste0("x", seq_len(as.integer(arguments[3])))
truncated <- arguments[4] == "true"
long <- arguments[5] == "true"

columns <- c("exit", "event", if (truncated) "entry", names)
data <- as.data.frame(sapply(columns, function(name) read(arguments[1], name, n), simplify = FALSE))
response <- if (truncated) "Surv(entry, exit, event)" else "Surv(exit, event)"
formula <- as.formula(paste(response, "~", paste(names, collapse = " + ")))
measure("coxph", fit <- coxph(formula, data), long)
value("coefficients", coef(fit))
value("concordance", fit$concordance[["concordance"]])
value("iterations", fit$iter)
rm(fit)

x <- as.matrix(data[names])
y <- with(data, if (truncated) Surv(entry, exit, event) else Surv(exit, event))
rm(data)
engine <- if (truncated) agreg.fit else coxph.fit
measure("fit", engine(x, y, strata = NULL, offset = NULL, init = NULL, control = coxph.control(),
                      weights = NULL, method = "efron", rownames = NULL, resid = FALSE), long)
