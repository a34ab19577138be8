#include "sarcoma_fit.h"
