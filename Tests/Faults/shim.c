// Stands between the program and the system, loaded before libc (LD_PRELOAD). It counts the calls
// that open, write, sync, move, remove or close a file, and lets one of them go wrong.
//
// FAULTS names what happens, as words apart by blanks:
//   kill=N            SIGKILL before the Nth of these calls
//   signal=S,N        signal S before the Nth of these calls
//   fail=CALL,N,E     the Nth CALL fails with the error number E; N = 0: every one
//   at=TEXT           only calls on files whose name holds TEXT
//   short=N           write and read take at most N bytes at a time
//   eintr             every other call that may wait is cut off by a signal
//   nolink            no file gets a second name, as on a memory stick
//   slow=MS           so long after every rename
//   drop=CALL         CALL says that it was done and does nothing
//   twice             every write to a file is written twice
//   change=KIND,N     before the Nth read FAULTS_FILE grows, shrinks, is overwritten (`over`), is
//                     replaced by FAULTS_FILE.new, or moves away (`away`)
//   torn              rename writes the new file over the old one in two pieces
// FAULTS_LOG names a file that gets a line for each call.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static atomic_int calls;
static atomic_int matched;
static atomic_int turn;
static atomic_int reads;
static int kill_at, signal_at, signal_number, fail_at, fail_number, most, slow;
static int interrupts, twice, torn, no_link, change_at;
static char change[16];
static char fail_call[32], drop_call[32], place[128];
static int log_file = -1;
static int is_ready;

static const char *word(const char *all, const char *name) {
  size_t length = strlen(name);
  for (const char *at = all; at && *at;) {
    while (*at == ' ') at++;
    if (strncmp(at, name, length) == 0) return at + length;
    at = strchr(at, ' ');
  }
  return NULL;
}

__attribute__((constructor)) static void begin(void) {
  const char *all = getenv("FAULTS"), *found;
  if (all) {
    if ((found = word(all, "kill="))) kill_at = atoi(found);
    if ((found = word(all, "signal="))) sscanf(found, "%d,%d", &signal_number, &signal_at);
    if ((found = word(all, "fail="))) {
      sscanf(found, "%31[^,],%d,%d", fail_call, &fail_at, &fail_number);
    }
    if ((found = word(all, "change="))) sscanf(found, "%15[^,],%d", change, &change_at);
    if ((found = word(all, "at="))) sscanf(found, "%127s", place);
    if ((found = word(all, "drop="))) sscanf(found, "%31s", drop_call);
    if ((found = word(all, "short="))) most = atoi(found);
    if ((found = word(all, "slow="))) slow = atoi(found);
    interrupts = word(all, "eintr") != NULL;
    twice = word(all, "twice") != NULL;
    no_link = word(all, "nolink") != NULL;
    torn = word(all, "torn") != NULL;
  }
  const char *log = getenv("FAULTS_LOG");
  if (log) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (log_file >= 0) {
    // The low numbers belong to the program.
    int high = fcntl(log_file, F_DUPFD_CLOEXEC, 200);
    if (high >= 0) {
      syscall(SYS_close, log_file);
      log_file = high;
    }
  }
  is_ready = 1;
}

static int holds_place(const char *name, int descriptor) {
  if (!place[0]) return 1;
  if (name) return strstr(name, place) != NULL;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, place) != NULL;
}

// Somebody else writes to a file that is being read.
static void change_file(void) {
  const char *name = getenv("FAULTS_FILE");
  if (!name) return;
  char other[4096];
  snprintf(other, sizeof other, "%s.new", name);
  if (strcmp(change, "replace") == 0) {
    syscall(SYS_renameat2, AT_FDCWD, other, AT_FDCWD, name, 0);
  } else if (strcmp(change, "away") == 0) {
    syscall(SYS_renameat2, AT_FDCWD, name, AT_FDCWD, other, 0);
  } else {
    int flags = strcmp(change, "grow") == 0 ? O_WRONLY | O_APPEND : O_RDWR;
    int file = syscall(SYS_openat, AT_FDCWD, name, flags);
    if (strcmp(change, "shrink") == 0) {
      syscall(SYS_ftruncate, file, lseek(file, 0, SEEK_END) / 2);
    } else if (strcmp(change, "over") == 0) {
      // Another digit, so that the file still makes sense.
      static char text[1 << 16];
      ssize_t place = syscall(SYS_read, file, text, sizeof text) - 1;
      while (place > 0 && (text[place] < '1' || text[place] > '8')) place--;
      text[place]++;
      syscall(SYS_pwrite64, file, text + place, 1, place);
    } else {
      syscall(SYS_write, file, "x,1\n", 4);
    }
    syscall(SYS_close, file);
  }
}

enum { go_on, failed, dropped };

// What becomes of a call. Reading is watched, but it is none of the calls that are counted.
static int meet(const char *call, const char *name, int descriptor) {
  if (!is_ready) return go_on;
  if (strcmp(call, "read") == 0) {
    if (change_at && holds_place(name, descriptor) &&
        atomic_fetch_add(&reads, 1) + 1 == change_at) {
      change_file();
    }
  } else {
    int number = atomic_fetch_add(&calls, 1) + 1;
    if (log_file >= 0) {
      char line[512];
      int size = snprintf(line, sizeof line, "%d %s %.400s\n", number, call, name ? name : "");
      syscall(SYS_write, log_file, line, size);
    }
    if (number == kill_at) syscall(SYS_kill, getpid(), SIGKILL);
    if (number == signal_at) raise(signal_number);
  }
  int waits = strchr("orwf", call[0]) && strcmp(call, "rename") != 0 && strcmp(call, "flock") != 0;
  if (interrupts && waits && atomic_fetch_add(&turn, 1) % 2 == 0) {
    errno = EINTR;
    return failed;
  }
  if (fail_call[0] && strcmp(call, fail_call) == 0 && holds_place(name, descriptor)) {
    int number = atomic_fetch_add(&matched, 1) + 1;
    if (fail_at == 0 || number == fail_at) {
      errno = fail_number;
      return failed;
    }
  }
  if (drop_call[0] && strcmp(call, drop_call) == 0 && holds_place(name, descriptor)) {
    return dropped;
  }
  return go_on;
}

#define MEET(call, name, descriptor, done) \
  switch (meet(call, name, descriptor)) { \
    case failed: return -1; \
    case dropped: return done; \
  }
#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static size_t less(size_t count) { return most && count > (size_t)most ? (size_t)most : count; }

#define OPEN(function) \
  int function(const char *name, int flags, ...) { \
    REAL(function); \
    va_list rest; \
    va_start(rest, flags); \
    int mode = va_arg(rest, int); \
    va_end(rest); \
    MEET("open", name, -1, -1); \
    return real(name, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(function) \
  int function(int folder, const char *name, int flags, ...) { \
    REAL(function); \
    va_list rest; \
    va_start(rest, flags); \
    int mode = va_arg(rest, int); \
    va_end(rest); \
    MEET("open", name, -1, -1); \
    return real(folder, name, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int descriptor, const void *bytes, size_t count) {
  REAL(write);
  MEET("write", NULL, descriptor, (ssize_t)count);
  if (twice && descriptor > 2) real(descriptor, bytes, count);
  return real(descriptor, bytes, less(count));
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  REAL(pwrite);
  MEET("write", NULL, descriptor, (ssize_t)count);
  return real(descriptor, bytes, less(count), offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  REAL(pwrite64);
  MEET("write", NULL, descriptor, (ssize_t)count);
  return real(descriptor, bytes, less(count), offset);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
  REAL(read);
  MEET("read", NULL, descriptor, 0);
  return real(descriptor, bytes, less(count));
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  REAL(pread);
  MEET("read", NULL, descriptor, 0);
  return real(descriptor, bytes, less(count), offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
  REAL(pread64);
  MEET("read", NULL, descriptor, 0);
  return real(descriptor, bytes, less(count), offset);
}

int fsync(int descriptor) {
  REAL(fsync);
  MEET("fsync", NULL, descriptor, 0);
  return real(descriptor);
}

int fdatasync(int descriptor) {
  REAL(fdatasync);
  MEET("fsync", NULL, descriptor, 0);
  return real(descriptor);
}

int ftruncate(int descriptor, off_t length) {
  REAL(ftruncate);
  MEET("ftruncate", NULL, descriptor, 0);
  return real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  REAL(ftruncate64);
  MEET("ftruncate", NULL, descriptor, 0);
  return real(descriptor, length);
}

int close(int descriptor) {
  REAL(close);
  if (descriptor == log_file) return 0;
  MEET("close", NULL, descriptor, 0);
  return real(descriptor);
}

int unlink(const char *name) {
  REAL(unlink);
  MEET("unlink", name, -1, 0);
  return real(name);
}

int link(const char *from, const char *to) {
  REAL(link);
  MEET("link", to, -1, 0);
  if (no_link && access(from, F_OK) == 0) {
    errno = EPERM;
    return -1;
  }
  return real(from, to);
}

int flock(int descriptor, int operation) {
  REAL(flock);
  MEET("flock", NULL, descriptor, 0);
  return real(descriptor, operation);
}

// The new file is written over the old one in two pieces, so that a kill can fall in between.
static int overwrite(const char *from, const char *to) {
  static char bytes[1 << 24];
  int source = syscall(SYS_openat, AT_FDCWD, from, O_RDONLY);
  ssize_t count = syscall(SYS_read, source, bytes, sizeof bytes);
  int target = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  syscall(SYS_write, target, bytes, count / 2);
  meet("torn", to, -1);
  syscall(SYS_write, target, bytes + count / 2, count - count / 2);
  syscall(SYS_close, source);
  syscall(SYS_close, target);
  return syscall(SYS_unlinkat, AT_FDCWD, from, 0);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  MEET("rename", to, -1, 0);
  int result = torn ? overwrite(from, to) : real(from, to);
  struct timespec pause = {slow / 1000, slow % 1000 * 1000000L};
  if (slow) nanosleep(&pause, NULL);
  return result;
}
