#ifndef JILI_CCORES_H
#define JILI_CCORES_H

/// The cores that this process may use, which may be fewer than the machine has.
int jili_cores(void);

/// The words of the command line, the program's own name first. Swift's `CommandLine` finds them in
/// /proc and is empty where that is not mounted, as in a root of one's own.
int jili_word_count(void);
const char *jili_word(int index);

/// Sends a part of a file on its way to the disk and does not wait for it. It promises nothing:
/// what goes wrong is said by `fsync`.
void jili_send_to_disk(int descriptor, long long offset, long long count);

/// Asks for room on the disk behind the end of a file, which stays where it is.
void jili_make_room(int descriptor, long long offset, long long count);

#endif
