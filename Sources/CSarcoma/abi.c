#include "sarcoma.h"
