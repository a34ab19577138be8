#ifndef CKERNELS_HAZARD_LANE_H
#define CKERNELS_HAZARD_LANE_H

#include "exp_lane.h"

// exp(e - at), at most the largest double, so that no hazard, not even 0, makes a NaN of it.
LANE double relative_hazard(double eta, double at) {
  double relative = exp_lane(eta - at);
  return relative > 0x1.fffffffffffffp+1023 ? 0x1.fffffffffffffp+1023 : relative;
}

#endif
