#include "CKernels.h"

// Whole numbers throughout.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

// The instructions take the state as two vectors, (a, b, e, f) and (c, d, g, h), each from its highest
// lane down, and four rounds' worth of message words plus constants at a time.
__attribute__((target("sha,sse4.1"))) static void with_instructions(
    uint32_t *state, const uint32_t *constants, const uint8_t *bytes, size_t blocks) {
  const __m128i swapped = _mm_set_epi64x(0x0C0D0E0F08090A0BLL, 0x0405060700010203LL);
  __m128i abef = _mm_set_epi32(
      (int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32(
      (int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  for (size_t block = 0; block < blocks; block++, bytes += 64) {
    const __m128i old_abef = abef, old_cdgh = cdgh;
    __m128i words[4];
    for (int four = 0; four < 16; four++) {
      __m128i next;
      if (four < 4) {
        next = _mm_shuffle_epi8(
            _mm_loadu_si128((const __m128i *)(bytes + 16 * four)), swapped);
      } else {
        // W_t = s1(W_{t-2}) + W_{t-7} + s0(W_{t-15}) + W_{t-16}, four of them.
        const __m128i seventh = _mm_alignr_epi8(words[(four + 3) & 3], words[(four + 2) & 3], 4);
        next = _mm_add_epi32(_mm_sha256msg1_epu32(words[four & 3], words[(four + 1) & 3]), seventh);
        next = _mm_sha256msg2_epu32(next, words[(four + 3) & 3]);
      }
      words[four & 3] = next;
      __m128i keyed =
          _mm_add_epi32(next, _mm_loadu_si128((const __m128i *)(constants + 4 * four)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, keyed);
      keyed = _mm_shuffle_epi32(keyed, 0x0E);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, keyed);
    }
    abef = _mm_add_epi32(abef, old_abef);
    cdgh = _mm_add_epi32(cdgh, old_cdgh);
  }
  state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
  state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
  state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
  state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
  state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
  state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
  state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
  state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

static bool has_instructions(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & (1u << 29))) return false;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 19)) && (c & (1u << 9));
}
#endif

bool sarcoma_sha256_blocks(
    uint32_t *state, const uint32_t *constants, const uint8_t *bytes, size_t blocks) {
#if defined(__x86_64__)
  // Asking the processor is slow under a hypervisor: its answer is kept.
  static int known = 0;
  int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (answer == 0) {
    answer = has_instructions() ? 1 : -1;
    __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  }
  if (answer > 0) {
    with_instructions(state, constants, bytes, blocks);
    return true;
  }
#else
  (void)state, (void)constants, (void)bytes, (void)blocks;
#endif
  return false;
}
