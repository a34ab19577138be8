# What every script shares: columns from files of little-endian doubles, and times of a call.

read <- function(directory, name, n) {
  readBin(file.path(directory, name), "double", n, endian = "little")
}

# Prints wall and processor seconds of five runs of a call, of one in `loops` if it loops; of three
# runs if five would take over two minutes and `long` is FALSE.
measure <- function(name, call, long = FALSE, loops = 1) {
  call <- substitute(call)
  frame <- parent.frame()
  repetitions <- 5
  run <- 0
  while (run < repetitions) {
    time <- system.time(eval(call, frame))
    cat("time", name, time[["elapsed"]] / loops, (time[["user.self"]] + time[["sys.self"]]) / loops,
        "\n")
    run <- run + 1
    if (run == 1 && !long && 5 * time[["elapsed"]] > 120) repetitions <- 3
  }
}

value <- function(name, numbers) cat("value", name, sprintf("%.17g", numbers), "\n")
