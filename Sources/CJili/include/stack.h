// Not for callers of libjili: what the library asks of the system.
#ifndef JILI_STACK_H
#define JILI_STACK_H

#include <stddef.h>

// How much stack is left to the thread; 0 where it stands on one that is not its own, as a fiber.
size_t stack_room(void);

#endif
