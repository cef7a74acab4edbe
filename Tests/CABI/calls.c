// Uses libjili as it should and as it should not be used; ends with 0 where all holds. Built with
// the address sanitizer it also looks for leaks, with the thread sanitizer for races.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "jili.h"

static int faults = 0;
#define HOLDS(condition)                                                          \
  do {                                                                            \
    if (!(condition)) {                                                           \
      fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
      faults++;                                                                   \
    }                                                                             \
  } while (0)

static jili_text text(const char *bytes) { return (jili_text){bytes, bytes ? strlen(bytes) : 0}; }
static const jili_text nothing = {NULL, 0};
// A sanitizer needs more of a stack than the library does.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SMALLEST_STACK (256 << 10)
#else
#define SMALLEST_STACK (64 << 10)
#endif
static int is(jili_text found, const char *wanted) {
  return found.count == strlen(wanted) && memcmp(found.bytes, wanted, found.count) == 0;
}
static int has(jili_text found, const char *wanted) {
  size_t count = strlen(wanted);
  for (size_t i = 0; i + count <= found.count; i++)
    if (memcmp(found.bytes + i, wanted, count) == 0) return 1;
  return 0;
}

static const char *rules =
    "policy 试市 { period 2026-01-01 .. 2028-12-31 }\n"
    "field 营业收入 : money\n"
    "award 小巨人 = 150万 when new; renewal = 20%\n"
    "award 规模奖 = 1% of 营业收入 when 营业收入 >= 1亿; cap 500万\n";

static jili_policy *policy_of(const char *rules, jili_errors **errors) {
  jili_file file = {text("试市.rules"), text(rules)};
  return jili_policy_new(&file, 1, NULL, errors);
}

static void one_company(void) {
  jili_errors *errors = NULL;
  jili_policy *policy = policy_of(rules, &errors);
  HOLDS(policy && !errors);
  HOLDS(is(jili_policy_name(policy), "试市"));
  HOLDS(has(jili_policy_facts(policy), "\"name\": \"营业收入\", \"kind\": \"money\""));
  jili_outcome *outcome = jili_evaluate(
      policy, text("{\"小巨人\": \"新认定\", \"营业收入\": \"3.5亿\"}"),
      text("{\"date\": \"2026-06-30\"}"), NULL, &errors);
  HOLDS(outcome && !errors);
  int64_t low = -1, high = -1;
  // 150万 for the title; 1 % of 3.5亿 is 350万, below its ceiling.
  HOLDS(jili_outcome_total(outcome, &low, &high) == (JILI_LOW | JILI_HIGH));
  HOLDS(low == 500000000 && high == 500000000);
  HOLDS(jili_outcome_count(outcome) == 3);
  HOLDS(is(jili_outcome_award(outcome, 0), "小巨人"));
  HOLDS(is(jili_outcome_award(outcome, 1), "小巨人.复评"));
  HOLDS(is(jili_outcome_state(outcome, 0), "due"));
  HOLDS(is(jili_outcome_state(outcome, 1), "not-due"));
  HOLDS(jili_outcome_sum(outcome, 2, &low, NULL) == (JILI_LOW | JILI_HIGH) && low == 350000000);
  HOLDS(jili_outcome_sum(outcome, 3, &low, &high) == 0);
  HOLDS(jili_outcome_award(outcome, SIZE_MAX).bytes == NULL);
  HOLDS(has(jili_outcome_json(outcome), "\"total\": {\"low\": \"5000000.00\""));
  HOLDS(jili_outcome_json(outcome).bytes == jili_outcome_json(outcome).bytes);
  HOLDS(has(jili_outcome_explanation(outcome, NULL, &errors), "小巨人") && !errors);
  jili_outcome_free(outcome);
  // What is not known is no 0: the sum is open, at most the ceiling.
  outcome = jili_evaluate(policy, text("{\"小巨人\": \"无\"}"), text("{\"year\": 2026}"), NULL, NULL);
  HOLDS(jili_outcome_total(outcome, &low, &high) == (JILI_LOW | JILI_HIGH));
  HOLDS(low == 0 && high == 500000000);
  jili_outcome_free(outcome);
  jili_policy_free(policy);
}

static int reader(void *context, jili_text path, jili_text *bytes) {
  (*(int *)context)++;
  if (!has(path, "词汇.rules")) return 0;
  *bytes = text("field 营业收入 : money\n");
  return 1;
}

static void files_that_rules_name(void) {
  int asked = 0;
  jili_errors *errors = NULL;
  jili_file file = {text("政策/试市.rules"),
                    text("use \"词汇.rules\"\naward 规模奖 = 1万 when 营业收入 >= 1亿\n")};
  jili_policy *policy = jili_policy_read(file, (jili_reader){reader, &asked}, NULL, &errors);
  HOLDS(policy && asked == 1);
  HOLDS(has(jili_policy_awards(policy), "\"award\": \"规模奖\", \"renewal\": false"));
  jili_policy_free(policy);
  HOLDS(jili_policy_read(file, (jili_reader){NULL, NULL}, NULL, NULL) == NULL);
  file.bytes = text("use \"../别处.rules\"\naward 规模奖 = 1万\n");
  asked = 0;
  HOLDS(jili_policy_read(file, (jili_reader){reader, &asked}, NULL, &errors) == NULL);
  HOLDS(asked == 0 && jili_errors_count(errors) > 0);
  jili_errors_free(errors);
}

static void mistakes(void) {
  jili_errors *errors = NULL;
  HOLDS(policy_of("policy 试市\naward 小巨人 = 150方 when new\n", &errors) == NULL);
  HOLDS(jili_errors_count(errors) > 0);
  HOLDS(jili_errors_line(errors, 0) == 1 || jili_errors_line(errors, 0) == 2);
  HOLDS(jili_errors_column(errors, 0) > 0 && jili_errors_is_error(errors, 0) == 1);
  HOLDS(is(jili_errors_file(errors, 0), "试市.rules"));
  HOLDS(jili_errors_message(errors, 0, "zh").count > 0);
  HOLDS(jili_errors_message(errors, 0, "en").count > 0);
  HOLDS(jili_errors_message(errors, 0, NULL).count > 0);
  HOLDS(jili_errors_code(errors, 999).bytes == NULL && jili_errors_line(errors, 999) == 0);
  jili_errors_free(errors);

  jili_policy *policy = policy_of(rules, NULL);
  struct {
    const char *company, *options, *code;
  } wrong[] = {
      {"{\"营业收人\": 1}", "", "J4124"},   {"[1]", "", NULL},
      {"{", "", NULL},                      {"\xff\xfe\xfd", "", NULL},
      {"{}", "{\"dat\": 1}", "C8003"},      {"{}", "{\"date\": \"明天\"}", "C8004"},
      {"{}", "[]", "C8004"},                {"{}", "{\"readings\": {\"口径\": \"宽\"}}", NULL},
      {"{\"营业收入\": \"约五百\"}", "", NULL}, {"{}", "{\"lang\": true}", "C8004"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    errors = NULL;
    jili_outcome *outcome =
        jili_evaluate(policy, text(wrong[i].company), text(wrong[i].options), NULL, &errors);
    HOLDS(outcome == NULL && jili_errors_count(errors) > 0);
    if (wrong[i].code && !is(jili_errors_code(errors, 0), wrong[i].code)) {
      jili_text code = jili_errors_code(errors, 0);
      fprintf(stderr, "%s: %.*s\n", wrong[i].company, (int)code.count, code.bytes);
      faults++;
    }
    jili_errors_free(errors);
    // Whoever does not ask why gets no leak.
    HOLDS(!jili_evaluate(policy, text(wrong[i].company), text(wrong[i].options), NULL, NULL));
  }
  jili_policy_free(policy);
}

static void misuse(void) {
  jili_errors *errors = NULL;
  HOLDS(jili_policy_new(NULL, 1, NULL, &errors) == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "C8001"));
  jili_errors_free(errors);
  jili_file file = {nothing, {NULL, 7}};
  HOLDS(jili_policy_new(&file, 1, NULL, NULL) == NULL);
  file = (jili_file){{"\xff", 1}, text(rules)};
  HOLDS(jili_policy_new(&file, 1, NULL, &errors) == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "C8002"));
  jili_errors_free(errors);
  HOLDS(jili_evaluate(NULL, text("{}"), nothing, NULL, NULL) == NULL);
  HOLDS(jili_evaluate_table(NULL, nothing, nothing, nothing, NULL, NULL) == NULL);
  int64_t sum = 7;
  uint64_t counts[4] = {9, 9, 9, 9};
  HOLDS(jili_outcome_total(NULL, &sum, &sum) == 0 && sum == 7);
  HOLDS(jili_outcome_count(NULL) == 0 && jili_outcome_json(NULL).bytes == NULL);
  jili_table_counts(NULL, counts);
  HOLDS(counts[0] == 0 && counts[3] == 0);
  jili_table_counts(NULL, NULL);
  HOLDS(jili_policy_name(NULL).bytes == NULL && jili_policy_warnings(NULL) == NULL);
  HOLDS(jili_errors_count(NULL) == 0 && jili_errors_message(NULL, 0, "zh").bytes == NULL);
  HOLDS(jili_table_results(NULL).bytes == NULL && jili_table_notices(NULL) == NULL);
  jili_policy_free(NULL);
  jili_outcome_free(NULL);
  jili_table_free(NULL);
  jili_errors_free(NULL);
  jili_cancel_now(NULL);
  jili_cancel_free(NULL);
  HOLDS(jili_abi() == JILI_ABI && jili_version().count >= 5);
  // Texts need no zero at their end.
  char *exact = malloc(2);
  memcpy(exact, "{}", 2);
  jili_policy *policy = policy_of(rules, NULL);
  jili_outcome *outcome = jili_evaluate(policy, (jili_text){exact, 2}, nothing, NULL, NULL);
  HOLDS(outcome != NULL);
  jili_outcome_free(outcome);
  free(exact);
  jili_policy_free(policy);
}

static void tables(void) {
  jili_policy *policy = policy_of(rules, NULL);
  const char *rows =
      "企业名称,营业收入,小巨人\n虚构甲,2亿,新认定\n虚构乙,较好,无\n虚构丙,99999999.99,复评\n,,\n";
  jili_errors *errors = NULL;
  jili_table *table = jili_evaluate_table(policy, text("名单.csv"), text(rows),
                                          text("{\"year\": \"2026\"}"), NULL, &errors);
  HOLDS(table && !errors);
  uint64_t counts[4];
  jili_table_counts(table, counts);
  HOLDS(counts[0] == 4 && counts[1] == 2 && counts[2] == 1 && counts[3] == 1);
  // 150万 and 1 % of 2亿; a renewal is 20 % of 150万, and its revenue one 分 too small.
  HOLDS(has(jili_table_results(table), "虚构甲,1500000.00,0.00,2000000.00,3500000.00"));
  HOLDS(has(jili_table_results(table), "虚构丙,0.00,300000.00,0.00,300000.00"));
  HOLDS(has(jili_table_rejects(table), "名单.csv,3,营业收入,较好"));
  HOLDS(has(jili_table_summary(table), "3500000.00") || has(jili_table_summary(table), "合计"));
  jili_table_free(table);
  // The same as lines of JSON.
  const char *lines =
      "{\"企业名称\": \"虚构甲\", \"营业收入\": \"2亿\", \"小巨人\": \"新认定\"}\n"
      "{\"企业名称\": \"虚构丙\", \"营业收入\": 99999999.99, \"小巨人\": \"复评\"}\n";
  table = jili_evaluate_table(policy, text("名单.jsonl"), text(lines), text("{\"year\": 2026}"),
                              NULL, &errors);
  HOLDS(has(jili_table_results(table), "虚构丙,0.00,300000.00,0.00,300000.00"));
  jili_table_free(table);
  HOLDS(jili_evaluate_table(policy, text("x"), text("名称,地址\n甲,乙\n"), nothing, NULL, &errors) ==
        NULL);
  HOLDS(jili_errors_count(errors) > 0);
  jili_errors_free(errors);
  jili_policy_free(policy);
}

static void limits(void) {
  jili_policy *policy = policy_of(rules, NULL);
  jili_cancel *cancel = jili_cancel_new();
  jili_limits limits = {.cancel = cancel};
  jili_outcome *outcome = jili_evaluate(policy, text("{}"), nothing, &limits, NULL);
  HOLDS(outcome != NULL);
  jili_outcome_free(outcome);
  jili_cancel_now(cancel);
  jili_errors *errors = NULL;
  HOLDS(jili_evaluate(policy, text("{}"), nothing, &limits, &errors) == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "J4505"));
  jili_errors_free(errors);
  jili_file file = {text("试市.rules"), text(rules)};
  HOLDS(jili_policy_new(&file, 1, &limits, &errors) == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "J4505"));
  jili_errors_free(errors);
  jili_cancel_free(cancel);
  limits = (jili_limits){.steps = 1};
  HOLDS(jili_evaluate(policy, text("{}"), nothing, &limits, &errors) == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "J4505"));
  jili_errors_free(errors);
  // What was made without limits stands; an explanation is made when it is first asked for.
  outcome = jili_evaluate(policy, text("{}"), nothing, NULL, NULL);
  HOLDS(jili_outcome_explanation(outcome, &limits, &errors).bytes == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "J4505"));
  jili_errors_free(errors);
  HOLDS(has(jili_outcome_explanation(outcome, NULL, &errors), "小巨人") && !errors);
  HOLDS(has(jili_outcome_explanation(outcome, &limits, &errors), "小巨人") && !errors);
  jili_outcome_free(outcome);
  HOLDS(jili_outcome_explanation(NULL, NULL, &errors).bytes == NULL);
  HOLDS(is(jili_errors_code(errors, 0), "C8001"));
  jili_errors_free(errors);
  limits = (jili_limits){.milliseconds = 60000};
  outcome = jili_evaluate(policy, text("{}"), nothing, &limits, NULL);
  HOLDS(outcome != NULL);
  jili_outcome_free(outcome);
  jili_policy_free(policy);
}

static jili_policy *shared;

static void *ask(void *number) {
  for (int round = 0; round < 200; round++) {
    char company[96];
    int millions = (int)(intptr_t)number * 1000 + round;
    snprintf(company, sizeof company, "{\"小巨人\": \"新认定\", \"营业收入\": \"%d万\"}", 10000 + millions);
    jili_text year = text("{\"year\": 2026}");
    jili_outcome *outcome = jili_evaluate(shared, text(company), year, NULL, NULL);
    int64_t low = 0, high = 0;
    jili_outcome_total(outcome, &low, &high);
    // 1 % of so many 万 is as many hundreds of 元, in 分; at most 500万.
    int64_t grown = (int64_t)(10000 + millions) * 10000;
    HOLDS(low == 150000000 + (grown < 500000000 ? grown : 500000000) && high == low);
    HOLDS(jili_outcome_json(outcome).count > 0);
    jili_outcome_free(outcome);
  }
  return NULL;
}

static void threads(void) {
  shared = policy_of(rules, NULL);
  pthread_t others[4];
  for (intptr_t i = 0; i < 4; i++) pthread_create(&others[i], NULL, ask, (void *)i);
  for (int i = 0; i < 4; i++) pthread_join(others[i], NULL);
  jili_policy_free(shared);
}

// Rules that are nested as deep as they may be, on threads whose stacks are as small as there are.
static void *on_small_stack(void *nested) {
  jili_errors *errors = NULL;
  jili_policy *policy = policy_of(nested, &errors);
  HOLDS(policy && !errors);
  jili_outcome *outcome =
      jili_evaluate(policy, text("{\"关停\": \"否\"}"), nothing, NULL, &errors);
  int64_t low = 0;
  HOLDS((jili_outcome_total(outcome, &low, NULL) & JILI_LOW) && low == 700);
  HOLDS(has(jili_outcome_explanation(outcome, NULL, NULL), "奖"));
  HOLDS(jili_outcome_json(outcome).count > 0 && jili_policy_facts(policy).count > 0);
  jili_table *table =
      jili_evaluate_table(policy, text("a.csv"), text("企业,关停\n甲,否\n"),
                          text("{\"year\": 2026}"), NULL, &errors);
  HOLDS(has(jili_table_results(table), "7.00"));
  jili_table_free(table);
  jili_outcome_free(outcome);
  jili_policy_free(policy);
  HOLDS(policy_of("award 奖 = (", &errors) == NULL && jili_errors_count(errors) > 0);
  jili_errors_free(errors);
  return NULL;
}

static const char *deep_rules(void) {
  static char nested[8192];
  strcpy(nested, "field 关停 : flag\naward 奖 = ");
  for (int i = 0; i < 190; i++) strcat(nested, "(");
  strcat(nested, "7元");
  for (int i = 0; i < 190; i++) strcat(nested, ")");
  strcat(nested, " when not 关停\naward 长奖 = 0元");
  for (int i = 0; i < 190; i++) strcat(nested, " + 0元");
  strcat(nested, " when not (1 > 2");
  for (int i = 0; i < 90; i++) strcat(nested, " or (not (1 > 2) and 1 > 3)");
  return strcat(nested, ")\n");
}

static void small_stacks(void) {
  // Too small for rules; just enough for them, where the caller's own stack serves; ample.
  const size_t sizes[] = {SMALLEST_STACK, 512 << 10, 1 << 20, (2 << 20) + (160 << 10), 8 << 20};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, sizes[i]);
    pthread_t thread;
    HOLDS(pthread_create(&thread, &attributes, on_small_stack, (void *)deep_rules()) == 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
  }
}

// A fiber's stack is none of its thread's; sanitizers do not follow there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static void fibers(void) {}
#else
static ucontext_t here, fiber;
static void on_fiber(void) { on_small_stack((void *)deep_rules()); }

static void fibers(void) {
  const size_t size = 64 << 10;
  void *stack = malloc(size);
  getcontext(&fiber);
  fiber.uc_stack.ss_sp = stack;
  fiber.uc_stack.ss_size = size;
  fiber.uc_link = &here;
  makecontext(&fiber, on_fiber, 0);
  swapcontext(&here, &fiber);
  free(stack);
}
#endif

static long resident_pages(void) {
  long size = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file && fscanf(file, "%ld %ld", &size, &resident) != 2) resident = 0;
  if (file) fclose(file);
  return resident;
}

// What is given back is gone: a thousand policies, outcomes and tables take no more than a hundred.
static void memory(void) {
  long before = 0;
  for (int round = 0; round < 1000; round++) {
    if (round == 100) before = resident_pages();
    jili_policy *policy = policy_of(rules, NULL);
    jili_outcome *outcome = jili_evaluate(policy, text("{}"), nothing, NULL, NULL);
    jili_outcome_json(outcome);
    jili_outcome_explanation(outcome, NULL, NULL);
    jili_table *table = jili_evaluate_table(policy, text("a.csv"), text("企业,营业收入\n甲,1亿\n"),
                                            text("{\"year\": 2026}"), NULL, NULL);
    jili_errors *errors = NULL;
    jili_evaluate(policy, text("{"), nothing, NULL, &errors);
    jili_errors_free(errors);
    jili_table_free(table);
    jili_outcome_free(outcome);
    jili_policy_free(policy);
  }
  long grown = resident_pages() - before;
  // Under a sanitizer freed memory waits; leaks are its own to find.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  HOLDS(before == 0 || grown < 512);
#endif
  (void)grown;
}

int main(void) {
  one_company();
  files_that_rules_name();
  mistakes();
  misuse();
  tables();
  limits();
  threads();
  small_stacks();
  fibers();
  memory();
  printf("libjili: %s\n", faults ? "faults" : "all holds");
  return faults != 0;
}
