#ifndef JILI_CCORES_H
#define JILI_CCORES_H

/// The cores that this process may use, which may be fewer than the machine has.
int jili_cores(void);

#endif
