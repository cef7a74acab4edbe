#ifndef JILI_READLINE_H
#define JILI_READLINE_H

/// What a read came to.
enum jili_read_result {
  jili_read_line = 1,
  jili_read_end = 0,
  jili_read_interrupted = -1
};

/// Names candidate number `index` for the word between two byte offsets of the line, allocated by
/// malloc, or NULL when there are no more. `text` is that word.
typedef char *(*jili_candidate)(void *context, const char *text, const char *line, int start,
                                int end, int index);

/// Prepares readline: a UTF-8 locale, a history that keeps entries of several lines whole.
void jili_readline_open(int history_entries);

/// Reads one line from the terminal. On `jili_read_line` the caller frees `*line`.
int jili_readline_read(const char *prompt, char **line);

/// Who completes; the context is handed back with each call.
void jili_readline_complete(jili_candidate candidate, void *context);

/// Adds an entry, line breaks included, unless it repeats the last one.
void jili_history_add(const char *entry);

/// Entry number `index` counted from the oldest, NULL past the last. Not to be freed.
const char *jili_history_entry(int index);

/// Read and write the history file; 0 or an errno.
int jili_history_load(const char *path);
int jili_history_save(const char *path);

#endif
