// The door to CBLAS, and to OpenBLAS's own thread control.
#include <cblas.h>
