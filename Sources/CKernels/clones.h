// What every kernel file opens with.
#ifndef CKERNELS_CLONES_H
#define CKERNELS_CLONES_H

#include <stdint.h>
#include <string.h>

// A function for one lane: it takes on the instruction set of the kernel that it is inlined into.
#define LANE static inline __attribute__((always_inline))

// A kernel: one copy for each level of x86-64, chosen by the loader. It needs the GNU loader.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define KERNEL __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define KERNEL
#endif

// Before a loop over arrays whose rows do not depend on each other.
#define ROWS_ARE_INDEPENDENT \
  _Pragma("clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(4)")

LANE uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

LANE double double_of(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

#endif
