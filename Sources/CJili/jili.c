#include "jili.h"

// Callers in other languages describe these by hand.
_Static_assert(sizeof(jili_text) == 2 * sizeof(void *), "a text is a place and a count");
_Static_assert(sizeof(jili_file) == 2 * sizeof(jili_text), "a file is two texts");
_Static_assert(sizeof(jili_limits) == 3 * sizeof(uint64_t) + sizeof(void *), "four limits");
