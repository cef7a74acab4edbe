// The system's headers show these calls to C alone.
#define _GNU_SOURCE
#include "stack.h"

#include <pthread.h>
#include <stdint.h>

// The system looks up the stack of a program's first thread in a file, so that each thread asks
// once.
static _Thread_local uintptr_t lowest, highest;

static void ask(void) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void *start = NULL;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &start, &size) == 0) {
    lowest = (uintptr_t)start;
    highest = lowest + size;
  }
  pthread_attr_destroy(&attributes);
}

size_t stack_room(void) {
  if (highest == 0) ask();
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  return here > lowest && here < highest ? here - lowest : 0;
}
