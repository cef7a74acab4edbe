// The system's header shows this call to C alone.
#define _GNU_SOURCE
#include "CCores.h"

#include <sched.h>

int jili_cores(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  int count = CPU_COUNT(&set);
  return count > 0 ? count : 1;
}
