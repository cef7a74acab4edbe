// The system's headers show these calls to C alone.
#define _GNU_SOURCE
#include "CCores.h"

#include <fcntl.h>
#include <sched.h>

static int word_count;
static char **words;

// The C library hands the command line to whatever runs before `main`.
__attribute__((constructor)) static void keep_words(int count, char **given) {
  word_count = count;
  words = given;
}

int jili_word_count(void) { return word_count; }

const char *jili_word(int index) { return words[index]; }

int jili_cores(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  int count = CPU_COUNT(&set);
  return count > 0 ? count : 1;
}

void jili_send_to_disk(int descriptor, long long offset, long long count) {
  (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

void jili_make_room(int descriptor, long long offset, long long count) {
  (void)fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, count);
}
