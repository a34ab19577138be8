// The door to LAPACKE: lapack_int is a 32-bit int in Debian's build.
#define lapack_complex_float float _Complex
#define lapack_complex_double double _Complex
#include <lapacke.h>
