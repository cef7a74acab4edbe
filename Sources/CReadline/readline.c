#define _GNU_SOURCE
#include "jili_readline.h"

#include <langinfo.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

static sigjmp_buf read_start;
static volatile sig_atomic_t is_reading;
/* A jump out of the candidates would leave frames of the caller half done. */
static volatile sig_atomic_t is_completing;
static volatile sig_atomic_t is_interrupted;

static jili_candidate candidate;
static void *candidate_context;
static int word_start;
static int word_end;

static void interrupt(int number) {
  (void)number;
  if (is_completing) {
    is_interrupted = 1;
  } else if (is_reading) {
    is_reading = 0;
    siglongjmp(read_start, 1);
  }
}

static char *next_candidate(const char *text, int state) {
  static int index;
  if (state == 0) index = 0;
  if (candidate == NULL || is_interrupted) return NULL;
  is_completing = 1;
  char *found = candidate(candidate_context, text, rl_line_buffer, word_start, word_end, index);
  is_completing = 0;
  index += 1;
  return found;
}

static char **complete(const char *text, int start, int end) {
  /* No fallback to file names, and no blank behind a Chinese word. */
  rl_attempted_completion_over = 1;
  rl_completion_append_character = 0;
  word_start = start;
  word_end = end;
  is_interrupted = 0;
  char **found = rl_completion_matches(text, next_candidate);
  if (is_interrupted) raise(SIGINT);
  return found;
}

void jili_readline_open(int history_entries) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
    /* Readline asks the environment again; without UTF-8 it would cut characters into bytes. */
    setenv("LC_ALL", "C.UTF-8", 1);
    setlocale(LC_CTYPE, "C.UTF-8");
  }
  /* Without a home there are no settings of a person's own, and the accounts of the system, whose
     lookup loads libraries, need not be asked for one. */
  if (getenv("HOME") == NULL) setenv("INPUTRC", "/etc/inputrc", 0);
  rl_readline_name = "jili";
  rl_attempted_completion_function = complete;
  /* Bytes, so ASCII only: the bytes of a full-width sign also occur inside other characters. */
  rl_basic_word_break_characters = " \t\n\"`#;,:=()[]{}<>+-*/%";
  rl_completer_quote_characters = "";
  /* Without a time stamp an entry of two lines comes back as two entries. */
  history_write_timestamps = 1;
  history_comment_char = '#';
  history_multiline_entries = 1;
  using_history();
  stifle_history(history_entries);
}

void jili_readline_complete(jili_candidate next, void *context) {
  candidate = next;
  candidate_context = context;
}

int jili_readline_read(const char *prompt, char **line) {
  struct sigaction ours;
  struct sigaction before;
  memset(&ours, 0, sizeof ours);
  ours.sa_handler = interrupt;
  sigemptyset(&ours.sa_mask);
  *line = NULL;
  sigaction(SIGINT, &ours, &before);
  if (sigsetjmp(read_start, 1) != 0) {
    rl_free_line_state();
    rl_cleanup_after_signal();
    rl_crlf();
    sigaction(SIGINT, &before, NULL);
    return jili_read_interrupted;
  }
  is_reading = 1;
  char *read = readline(prompt);
  is_reading = 0;
  sigaction(SIGINT, &before, NULL);
  *line = read;
  return read == NULL ? jili_read_end : jili_read_line;
}

void jili_history_add(const char *entry) {
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (last != NULL && strcmp(last->line, entry) == 0) return;
  add_history(entry);
}

const char *jili_history_entry(int index) {
  HIST_ENTRY *entry = history_get(history_base + index);
  return entry == NULL ? NULL : entry->line;
}

int jili_history_load(const char *path) { return read_history(path); }

int jili_history_save(const char *path) { return write_history(path); }
