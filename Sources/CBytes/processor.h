#ifndef JILI_PROCESSOR_H
#define JILI_PROCESSOR_H

#if defined(__x86_64__)
/// Whether the processor has a feature and the system keeps its registers: name in lower case as
/// compilers have it, NAME as glibc has it.
///
/// glibc has looked at every start. Compilers' own table looks once more, and on a virtual machine
/// every look is a trap to the host: 0.15 ms together.
#if defined(__has_include) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define JILI_HAS(name, NAME) CPU_FEATURE_ACTIVE(NAME)
#else
#define JILI_HAS(name, NAME) (__builtin_cpu_supports(name) != 0)
#define JILI_ASKS_COMPILER
#endif
#endif

#endif
