#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)

#include <xmmintrin.h>

// MXCSR without its six flags, and the control word of the x87, on which a BLAS may take norms.
enum { VECTORS = 0x1F80, FLAGS = 0x3F, STACK = 0x037F };

static uint16_t stack_control(void) {
  uint16_t control;
  __asm__ volatile("fnstcw %0" : "=m"(control));
  return control;
}

// What was raised is forgotten first: unmasked, it would trap.
static void set_stack_control(uint16_t control) {
  __asm__ volatile("fnclex\n\tfldcw %0" : : "m"(control));
}

uint64_t sarcoma_take_float_control(void) {
  const uint32_t vectors = _mm_getcsr();
  const uint16_t stack = stack_control();
  if ((vectors & ~(uint32_t)FLAGS) != VECTORS) _mm_setcsr(VECTORS);
  if (stack != STACK) set_stack_control(STACK);
  return (uint64_t)stack << 32 | vectors;
}

void sarcoma_give_float_control(uint64_t control) {
  const uint32_t vectors = (uint32_t)control;
  const uint16_t stack = (uint16_t)(control >> 32);
  if ((vectors & ~(uint32_t)FLAGS) != VECTORS) _mm_setcsr(vectors);
  if (stack != STACK) set_stack_control(stack);
}

#elif defined(__aarch64__)

uint64_t sarcoma_take_float_control(void) {
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  if (control != 0) __asm__ volatile("msr fpcr, xzr");
  return control;
}

void sarcoma_give_float_control(uint64_t control) {
  if (control != 0) __asm__ volatile("msr fpcr, %0" : : "r"(control));
}

#else

uint64_t sarcoma_take_float_control(void) { return 0; }

void sarcoma_give_float_control(uint64_t control) { (void)control; }

#endif
