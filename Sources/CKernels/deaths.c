#include "CKernels.h"

#include <math.h>

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

// Without branches, as nobody foresees who dies: each row is written down as a follower, and the next
// writes over it unless it was one.
KERNEL ptrdiff_t sarcoma_find_deaths(
    const int32_t *order, ptrdiff_t from, ptrdiff_t to, const double *exit, const bool *event,
    double *deaths, int32_t *followers) {
  ptrdiff_t count = 0;
  double time = NAN;
  bool has_died = false;
  for (ptrdiff_t row = from; row < to; row++) {
    const double own = exit[order[row]];
    const bool dies = event[order[row]];
    deaths[row] = dies;
    followers[count] = (int32_t)row;
    // Times fall: one that is not below the last is the last.
    count += dies & has_died & (own >= time);
    time = own;
    has_died = dies;
  }
  return count;
}
