/* What both fuzzers draw: numbers from a seed, and texts that somebody wrote, damaged. */
#ifndef RANDOM_BYTES_H
#define RANDOM_BYTES_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ADDED = 4096 };

static uint64_t state;

static uint64_t drawn(void) {
  /* Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195 */
  uint64_t mixed = state += 0x9E3779B97F4A7C15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

static size_t below(size_t count) { return (size_t)(drawn() % count); }

/* A seed with bytes changed, cut or repeated, in a block of exactly its length and a null, so that a
 * sanitizer sees what is read beyond it. */
static char *damaged(const char *seed, size_t *count) {
  size_t length = strlen(seed);
  const size_t longest = length + MOST_ADDED;
  char *room = malloc(longest);
  if (room == NULL) exit(2);
  memcpy(room, seed, length);
  for (size_t times = below(4); times > 0 && length > 0; times--) {
    switch (below(4)) {
      case 0: room[below(length)] = (char)drawn(); break;
      case 1: length = below(length + 1); break;
      case 2: {
        const size_t part = below(length) + 1;
        if (length + part > longest) break;
        memmove(room + part, room, length);
        length += part;
        break;
      }
      default: room[below(length)] = "{}[]\",:0-e\\"[below(11)];
    }
  }
  char *block = malloc(length + 1);
  if (block == NULL) exit(2);
  memcpy(block, room, length);
  block[length] = 0;
  free(room);
  *count = length;
  return block;
}

static double number(void) {
  switch (below(9)) {
    case 0: return NAN;
    case 1: return below(4) ? 1 : INFINITY;
    case 2: return below(4) ? 2 : -1e308;
    case 3:
    case 4: return (double)below(3);
    default: return (double)below(120) + 0.5 * (double)below(2);
  }
}

#endif
