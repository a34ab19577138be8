# Column names and order of coxph for formulas, on veteran with the levels of the survival package.
# Rscript design-names.R > design-names.json, in this folder.
suppressMessages({library(survival); library(jsonlite)})
v <- read.csv("data/veteran.csv")
v$celltype <- factor(v$celltype, c("squamous", "smallcell", "adeno", "large"))
v$arm <- factor(v$trt, labels = c("standard", "test"))
formulas <- c(
  "karno + age",
  "celltype",
  "celltype - 1",
  "0 + celltype + karno",
  "age * karno",
  "celltype * karno",
  "karno * celltype",
  "karno:celltype",
  "celltype:karno + age",
  "celltype:factor(prior)",
  "factor(prior):celltype + karno",
  "celltype * factor(prior)",
  "celltype + celltype:factor(prior)",
  "factor(prior) + celltype:factor(prior)",
  "(age + karno + celltype)^2",
  "(age + karno + celltype)^3 - age:karno",
  "age:karno + age + karno:age",
  "celltype/karno",
  "age + I(age^2) + I(karno / 10) + log(diagtime)",
  "I((age - 60) / 10) * celltype",
  "log2(diagtime + 1) + sqrt(karno)",
  "I(age > 60) + karno",
  "(age > 60) + karno",
  "(age > 60):karno",
  "I(celltype == 'large') + age",
  "karno + strata(celltype)",
  "karno * strata(celltype)",
  "karno:strata(celltype)",
  "strata(celltype) + karno:strata(celltype) + age",
  "factor(trt) * factor(prior) * karno",
  "((age)) + (karno + (diagtime))",
  "pmin(age, 60) + pmax(age, 60)",
  "as.numeric(celltype == 'adeno'):age + age",
  "offset(age / 100) + karno",
  "age + karno - age",
  "factor(trt):factor(prior):celltype",
  "I(age * 100000) + I(age * 123456) + I(age * 1e-5)",
  "I(-age) + I(karno - -1)"
)
cases <- lapply(formulas, function(f) {
  m <- tryCatch(suppressWarnings(coxph(as.formula(paste("Surv(time, status) ~", f)), v)),
    error = function(e) NULL)
  if (is.null(m)) return(NULL)
  t <- model.matrix(m)
  list(formula = f, names = colnames(t), sums = unname(colSums(t)),
    sumsq = unname(colSums(t^2)))
})
cases <- Filter(Negate(is.null), cases)
cat(toJSON(list(tool = paste(R.version.string, "survival", packageVersion("survival")),
  levels = levels(v$celltype), cases = cases), digits = I(17), auto_unbox = TRUE, pretty = 1))
