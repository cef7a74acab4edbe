/* Jili: what companies are due under incentive policies, from C and from whatever calls C.
 *
 * Texts are UTF-8 with their length; they need no zero at their end. Texts that a function gives
 * belong to the handle that it was asked of and live as long. Every function takes NULL for a
 * handle and then gives nothing. Nothing ends the program of the caller, writes to a stream or
 * keeps a state of its own; handles are immutable but for `jili_cancel`, and may be used by several
 * threads at once. A handle is given back once, by its `_free`; NULL is fine there.
 *
 * Sums are in 分, a hundredth of a 元. What no sum in 64 bits stands for is said by the result. */
#ifndef JILI_H
#define JILI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows with each change by which an older caller could be wrong. */
#define JILI_ABI 1

typedef struct jili_text {
  const char *bytes;
  size_t count;
} jili_text;

/* A rule file, or what rule files name by `use`, `amends` and `source`. */
typedef struct jili_file {
  jili_text name;
  jili_text bytes;
} jili_file;

typedef struct jili_policy jili_policy;
typedef struct jili_outcome jili_outcome;
typedef struct jili_table jili_table;
typedef struct jili_errors jili_errors;
typedef struct jili_cancel jili_cancel;

/* What a call may use; 0 and NULL: as much as it needs. */
typedef struct jili_limits {
  uint64_t steps;
  uint64_t bytes;
  uint64_t milliseconds;
  const jili_cancel *cancel;
} jili_limits;

/* The version of this header that the library speaks, and its own, such as "0.1.0". */
uint32_t jili_abi(void);
jili_text jili_version(void);

/* Policies */

/* Checks a policy. The first file holds its rules; the others are those that it names, each by the
 * path that is asked for: as the rules write it, taken beside the file that writes it. NULL with
 * every mistake in `*errors`, if `errors` is not NULL. */
jili_policy *jili_policy_new(const jili_file *files, size_t count, const jili_limits *limits,
                             jili_errors **errors);

/* Gives the bytes of a file that rules name: 1 with `*bytes`, which must stay until the call for
 * the policy ends, or 0 where there is none. It is asked on another thread where the caller's has
 * less than 2 MB of stack. Paths lead into the folder of the rule file or below
 * it; others are refused before anybody is asked. */
typedef struct jili_reader {
  int (*read)(void *context, jili_text path, jili_text *bytes);
  void *context;
} jili_reader;

/* The same where the files that the rules name are asked for as they come up. */
jili_policy *jili_policy_read(jili_file file, jili_reader reader, const jili_limits *limits,
                              jili_errors **errors);
void jili_policy_free(jili_policy *policy);
jili_text jili_policy_name(const jili_policy *policy);
/* What was found that does not stop the rules from running; NULL where nothing was. It belongs to
 * the policy. */
const jili_errors *jili_policy_warnings(const jili_policy *policy);
/* The awards, renewals behind theirs, as a JSON list of objects: award, renewal, column (the header
 * in results), article. */
jili_text jili_policy_awards(const jili_policy *policy);
/* The facts that the rules read, as a JSON list of objects: name, kind, values, unit. */
jili_text jili_policy_facts(const jili_policy *policy);

/* One company */

/* `company` is a JSON object of facts as cells hold them: {"营业收入": "12亿", "国家级小巨人": "新认定"}.
 * `options` is nothing or a JSON object: "date" or "year", "set" and "readings" (objects of names
 * and values), "lang" ("zh", "en"). */
jili_outcome *jili_evaluate(const jili_policy *policy, jili_text company, jili_text options,
                            const jili_limits *limits, jili_errors **errors);
void jili_outcome_free(jili_outcome *outcome);
/* What `jili eval --format json` shows: states, sums, reasons, articles, missing facts. */
jili_text jili_outcome_json(const jili_outcome *outcome);
/* What `jili eval --format json --explain` shows: the sum step by step, what would change it. It
 * tries many changes of the company when it is first asked for, which limits end; nothing then,
 * with the reason in `*errors`. */
jili_text jili_outcome_explanation(const jili_outcome *outcome, const jili_limits *limits,
                                   jili_errors **errors);
/* Lines of the result: each award, and each renewal behind its award. */
size_t jili_outcome_count(const jili_outcome *outcome);
jili_text jili_outcome_award(const jili_outcome *outcome, size_t line);
/* due, up-to, unspecified, undetermined, excluded, over-quota, not-due. */
jili_text jili_outcome_state(const jili_outcome *outcome, size_t line);

/* Whether the ends of a sum are known in 64 bits. */
enum { JILI_LOW = 1, JILI_HIGH = 2 };
/* The certain sum and the most that it may be, of a line and of everything; which of them were
 * written. */
int jili_outcome_sum(const jili_outcome *outcome, size_t line, int64_t *low, int64_t *high);
int jili_outcome_total(const jili_outcome *outcome, int64_t *low, int64_t *high);

/* Many companies */

/* `bytes` is a company file as text: CSV, TSV, JSON, JSON Lines, whose name appears in rejects.
 * Options besides those of `jili_evaluate`: "key", "date_column", "keep", "columns", "by" (lists of
 * names), "payers" (true), "layout" ("wide", "long"), "format" ("csv", "tsv", "jsonl"),
 * "encoding", "header_row", "header_rows", "absent" ("blank"), "map" (the text of a table of
 * headers). They mean what the options of `jili batch` mean. */
jili_table *jili_evaluate_table(const jili_policy *policy, jili_text name, jili_text bytes,
                                jili_text options, const jili_limits *limits,
                                jili_errors **errors);
void jili_table_free(jili_table *table);
/* The files that `jili batch` writes, byte for byte: each row is once in the results, once in the
 * rejects, or empty. */
jili_text jili_table_results(const jili_table *table);
jili_text jili_table_rejects(const jili_table *table);
jili_text jili_table_summary(const jili_table *table);
/* Rows, and how many of them were accepted, rejected, empty. */
void jili_table_counts(const jili_table *table, uint64_t counts[4]);
/* What is to be said of the input; NULL where nothing is. It belongs to the table. */
const jili_errors *jili_table_notices(const jili_table *table);

/* What is wrong */

void jili_errors_free(jili_errors *errors);
size_t jili_errors_count(const jili_errors *errors);
/* Such as "J2104"; docs/errors.md has a page for each. */
jili_text jili_errors_code(const jili_errors *errors, size_t index);
/* What was found and what to do; `language` is "zh" or "en". */
jili_text jili_errors_message(const jili_errors *errors, size_t index, const char *language);
/* Nothing and 0 where there is no place. Lines and columns count from 1. */
jili_text jili_errors_file(const jili_errors *errors, size_t index);
size_t jili_errors_line(const jili_errors *errors, size_t index);
size_t jili_errors_column(const jili_errors *errors, size_t index);
/* 1: an error, 0: a warning. */
int jili_errors_is_error(const jili_errors *errors, size_t index);

/* Ending calls */

/* Ends every call that was given it, from any thread; such a call fails with J4505. It cannot be
 * taken back. */
jili_cancel *jili_cancel_new(void);
void jili_cancel_now(jili_cancel *cancel);
void jili_cancel_free(jili_cancel *cancel);

#ifdef __cplusplus
}
#endif

#endif
