// A function laid out for each kind of x86 processor; the loader picks one.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CLONES
#endif

#define INLINE static inline __attribute__((always_inline))
