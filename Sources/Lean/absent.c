// The parser of arguments uses Foundation to print its options as JSON (--experimental-dump-help),
// and could run commands that are asynchronous. Neither is done here, and for these few names the
// linker would take in 6 MB, which cost 0.8 ms at every start. They are weak: where something else
// asks for the real ones, those are taken.
#include <stdio.h>
#include <stdlib.h>

_Noreturn static void absent(void) {
  fputs("error: this program has no dump of its options\n", stderr);
  exit(64);
}

#define ABSENT(name, symbol) \
  void name(void) __asm__(symbol); \
  __attribute__((weak)) void name(void) { absent(); }

#define JSON_ENCODER "$s20FoundationEssentials11JSONEncoderC"
ABSENT(json_encoder_type, JSON_ENCODER "Ma")
ABSENT(json_encoder_make, JSON_ENCODER "ACycfc")
ABSENT(json_encoder_sorted, JSON_ENCODER "16OutputFormattingV10sortedKeysAEvau")
ABSENT(json_encoder_pretty, JSON_ENCODER "16OutputFormattingV13prettyPrintedAEvau")
ABSENT(text_of_data, "$sSS20FoundationEssentialsE4data8encodingSSSgAA4DataVh_SSAAE8EncodingVtcfC")
ABSENT(encoding_utf8, "$sSS20FoundationEssentialsE8EncodingV4utf8ACvau")
ABSENT(swift_task_alloc_, "swift_task_alloc")
ABSENT(swift_task_dealloc_, "swift_task_dealloc")
ABSENT(swift_task_switch_, "swift_task_switch")

// Swift looks for its program that prints what led to a crash, at every start, and ends the program
// where it cannot tell its own path, as without /proc. It stands beside no program for use.
char *no_auxiliary(const char *name) __asm__("swift_copyAuxiliaryExecutablePath");
__attribute__((weak)) char *no_auxiliary(const char *name) {
  (void)name;
  return NULL;
}
