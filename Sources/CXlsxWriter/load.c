#include "jili_xlsxwriter.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#ifdef __APPLE__
const char *const jili_xlsx_file = "libxlsxwriter." LXW_SOVERSION ".dylib";
#else
const char *const jili_xlsx_file = "libxlsxwriter.so." LXW_SOVERSION;
#endif

static struct jili_xlsx functions;
static int is_loaded;

static void load(void) {
  void *library = dlopen(jili_xlsx_file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
#define LOAD(name) \
  *(void **)&functions.name = dlsym(library, #name); \
  if (functions.name == NULL) return;
  JILI_XLSX_FUNCTIONS(LOAD)
#undef LOAD
  is_loaded = 1;
}

#ifdef __ELF__
/// The functions where the program holds them (Sources/Lean/held.c): one that holds everything has
/// no loader.
extern const struct jili_xlsx jili_xlsx_held __attribute__((weak));
#endif

const struct jili_xlsx *jili_xlsx_load(void) {
#ifdef __ELF__
  if (&jili_xlsx_held != NULL) return &jili_xlsx_held;
#endif
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded ? &functions : NULL;
}
