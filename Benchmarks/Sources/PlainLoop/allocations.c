#define _GNU_SOURCE
#include <stdatomic.h>
#include <stddef.h>

#include "plain_loop.h"

#if defined(__GLIBC__)
// glibc's own names behind the public ones, which these replace.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
static atomic_long calls;
static atomic_int counts;

static void note(void) {
  if (atomic_load_explicit(&counts, memory_order_relaxed)) atomic_fetch_add(&calls, 1);
}

void *malloc(size_t size) { note(); return __libc_malloc(size); }
void *calloc(size_t count, size_t size) { note(); return __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { note(); return __libc_realloc(old, size); }

long plain_count_allocations(int is_counting) {
  atomic_store(&counts, is_counting);
  return is_counting ? (atomic_store(&calls, 0), 0) : atomic_load(&calls);
}
#else
long plain_count_allocations(int is_counting) { return is_counting ? 0 : -1; }
#endif
