cat("text R", as.character(getRversion()), "\n")
cat("text survival", as.character(packageVersion("survival")), "\n")
cat("text BLAS", basename(extSoftVersion()[["BLAS"]]), "\n")
