# How R reads data/tcga_sarc.csv: kinds, missing cells, sums, levels in order of first appearance.
# Usage, in this folder: Rscript csv-read.R
library(jsonlite)
data <- read.csv("../../data/tcga_sarc.csv", na.strings = c("", "NA"), check.names = FALSE)
columns <- lapply(data, function(x) {
  known <- x[!is.na(x)]
  if (is.numeric(x) || all(is.na(x))) {
    list(kind = "numbers", missing = sum(is.na(x)), sum = sum(as.numeric(known)),
         product = sum(as.numeric(known) * which(!is.na(x))))
  } else {
    levels <- unique(known)
    list(kind = "categories", missing = sum(is.na(x)), levels = I(levels),
         counts = I(as.integer(table(factor(known, levels = levels)))))
  }
})
out <- list(tool = R.version.string, rows = nrow(data), names = names(data), columns = columns)
write(toJSON(out, auto_unbox = TRUE, digits = I(17)), "csv-read.json")
