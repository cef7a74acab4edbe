#include "CLoops.h"
#include "CBytes.h"
#include "processor.h"
#include "walk.h"

/// The loops in one form.
struct loops {
  void (*calculate)(enum jili_operation, int64_t *, struct jili_numbers, struct jili_numbers,
                    size_t);
  void (*choose)(int64_t *, const uint8_t *, struct jili_numbers, struct jili_numbers, size_t);
  void (*compare)(enum jili_relation, bool, uint8_t *, struct jili_numbers, struct jili_numbers,
                  size_t);
  void (*round)(int64_t *, const int64_t *, size_t, uint64_t, uint64_t, unsigned, int64_t, bool);
  uint64_t (*size_bits)(const int64_t *, size_t);
  void (*unpack)(int64_t *, const void *, unsigned, int64_t, int64_t, size_t);
  void (*join)(enum jili_joint, uint8_t *, const uint8_t *, const uint8_t *, size_t);
  void (*look_up)(uint8_t *, const uint8_t *, const uint8_t *, size_t);
  void (*test_flags)(uint8_t *, const uint8_t *, uint8_t, size_t);
  void (*test_statuses)(uint8_t *, const uint8_t *, uint8_t, size_t);
  void (*negate)(uint8_t *, const uint8_t *, size_t);
  uint8_t (*greatest)(const uint8_t *, size_t);
  void (*join_states)(uint8_t *, const uint8_t *, const uint8_t *, size_t);
  uint8_t (*choose_states)(uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *, size_t);
  void (*doubt)(uint8_t *, const uint8_t *, const uint8_t *, size_t);
  void (*settle_absent)(int64_t *, uint8_t *, const int64_t *, const uint8_t *, size_t);
  void (*add_to)(int64_t *, const int64_t *, size_t);
  struct jili_tally (*tally_up)(const int64_t *, const uint8_t *, size_t);
  struct jili_turn (*turn_over)(int64_t *, const int64_t *, size_t);
  void (*mark_due)(uint64_t *, const int64_t *, unsigned, size_t);
  size_t (*rivals)(const int64_t *const *, size_t, uint16_t *, size_t);
  struct jili_shape (*index)(const uint8_t *, size_t, uint8_t, uint32_t *, uint32_t *, uint32_t *);
  void (*place)(const struct jili_chunk *, size_t, size_t, size_t, size_t, size_t, const uint32_t *,
                size_t, size_t *, size_t *, uint8_t *);
  void (*turn)(const uint32_t *, const size_t *, const uint8_t *, const uint32_t *, size_t, const
               uint32_t *, size_t, uint32_t *, size_t);
  size_t (*read_numbers)(const struct jili_cells *, const struct jili_units *, int64_t *, uint8_t *,
                         uint16_t *);
  const struct jili_word *(*find_word)(const struct jili_word *, const uint8_t *, size_t);
  size_t (*read_words)(const struct jili_cells *, const struct jili_word *, uint8_t *, int64_t *,
                       uint8_t *, uint8_t *, uint16_t *);
};

#define FORM(name) name##_plain
#include "index.inc"
#include "cells.inc"
#include "loops.inc"
#undef FORM

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), \
                             apply_to = function)
#define FORM(name) name##_avx2
#define WITH_AVX2
#include "index.inc"
#include "cells.inc"
#include "loops.inc"
#undef FORM
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512dq,avx512vl," \
                          "avx512vbmi,avx512vbmi2"))), \
    apply_to = function)
#define FORM(name) name##_avx512
#define WITH_AVX512
#include "index.inc"
#include "cells.inc"
#include "loops.inc"
#undef FORM
#undef WITH_AVX512
#undef WITH_AVX2
#pragma clang attribute pop

bool jili_has_form(enum jili_form form) {
#ifdef JILI_ASKS_COMPILER
  __builtin_cpu_init();
#endif
  bool has_avx2 = JILI_HAS("avx2", AVX2) && JILI_HAS("bmi", BMI1) && JILI_HAS("bmi2", BMI2) &&
                  JILI_HAS("lzcnt", LZCNT) && JILI_HAS("popcnt", POPCNT);
  switch (form) {
  case jili_form_plain: return true;
  case jili_form_avx2: return has_avx2;
  case jili_form_avx512:
    return has_avx2 && JILI_HAS("avx512f", AVX512F) && JILI_HAS("avx512bw", AVX512BW) &&
           JILI_HAS("avx512dq", AVX512DQ) && JILI_HAS("avx512vl", AVX512VL) &&
           JILI_HAS("avx512vbmi", AVX512_VBMI) && JILI_HAS("avx512vbmi2", AVX512_VBMI2);
  case jili_forms: return false;
  }
  return false;
}

static const struct loops *const forms[] = {&loops_plain, &loops_avx2, &loops_avx512};
#else
bool jili_has_form(enum jili_form form) { return form == jili_form_plain; }

static const struct loops *const forms[] = {&loops_plain};
#endif

static const struct loops *loops = &loops_plain;

/// Before anything runs in threads, so that nobody asks the processor twice.
__attribute__((constructor)) static void take_widest(void) {
  for (int form = jili_forms - 1; form >= 0; form--) {
    if (!jili_has_form((enum jili_form)form)) continue;
    loops = forms[form];
    return;
  }
}

void jili_use_form(enum jili_form form) { loops = forms[form]; }

void jili_calculate(enum jili_operation operation, int64_t *into, struct jili_numbers one, struct
                    jili_numbers two, size_t count) {
  loops->calculate(operation, into, one, two, count);
}

void jili_choose(int64_t *into, const uint8_t *tests, struct jili_numbers one, struct jili_numbers
                 two, size_t count) {
  loops->choose(into, tests, one, two, count);
}

void jili_compare(enum jili_relation relation, bool is_negated, uint8_t *into, struct jili_numbers
                  one, struct jili_numbers two, size_t count) {
  loops->compare(relation, is_negated, into, one, two, count);
}

void jili_round(int64_t *into, const int64_t *rows, size_t count, uint64_t divisor, uint64_t factor,
                unsigned shift, int64_t unit, bool is_down) {
  loops->round(into, rows, count, divisor, factor, shift, unit, is_down);
}

uint64_t jili_size_bits(const int64_t *rows, size_t count) {
  return loops->size_bits(rows, count);
}

void jili_unpack(int64_t *into, const void *parts, unsigned width, int64_t base, int64_t factor,
                 size_t count) {
  loops->unpack(into, parts, width, base, factor, count);
}

void jili_join(enum jili_joint joint, uint8_t *into, const uint8_t *one, const uint8_t *two, size_t
               count) {
  loops->join(joint, into, one, two, count);
}

void jili_look_up(uint8_t *into, const uint8_t *codes, const uint8_t *answers, size_t count) {
  loops->look_up(into, codes, answers, count);
}

void jili_test_flags(uint8_t *into, const uint8_t *codes, uint8_t wanted, size_t count) {
  loops->test_flags(into, codes, wanted, count);
}

void jili_test_statuses(uint8_t *into, const uint8_t *bits, uint8_t wanted, size_t count) {
  loops->test_statuses(into, bits, wanted, count);
}

void jili_negate(uint8_t *into, const uint8_t *truths, size_t count) {
  loops->negate(into, truths, count);
}

uint8_t jili_greatest(const uint8_t *bytes, size_t count) {
  return loops->greatest(bytes, count);
}

void jili_join_states(uint8_t *into, const uint8_t *one, const uint8_t *two, size_t count) {
  loops->join_states(into, one, two, count);
}

uint8_t jili_choose_states(uint8_t *into, const uint8_t *tests, const uint8_t *one, const uint8_t
                           *two, size_t count) {
  return loops->choose_states(into, tests, one, two, count);
}

void jili_doubt(uint8_t *truths, const uint8_t *one, const uint8_t *two, size_t count) {
  loops->doubt(truths, one, two, count);
}

void jili_settle_absent(int64_t *into, uint8_t *into_states, const int64_t *rows, const uint8_t
                        *states, size_t count) {
  loops->settle_absent(into, into_states, rows, states, count);
}

void jili_add_to(int64_t *totals, const int64_t *rows, size_t count) {
  loops->add_to(totals, rows, count);
}

struct jili_tally jili_tally_up(const int64_t *sums, const uint8_t *odd, size_t count) {
  return loops->tally_up(sums, odd, count);
}

struct jili_turn jili_turn_over(int64_t *totals, const int64_t *differences, size_t count) {
  return loops->turn_over(totals, differences, count);
}

void jili_mark_due(uint64_t *marks, const int64_t *sums, unsigned bit, size_t count) {
  loops->mark_due(marks, sums, bit, count);
}

size_t jili_rivals(const int64_t *const *sums, size_t columns, uint16_t *rows, size_t count) {
  return loops->rivals(sums, columns, rows, count);
}

struct jili_shape jili_index(const uint8_t *bytes, size_t count, uint8_t separator, uint32_t
                             *cell_ends, uint32_t *row_ends, uint32_t *knots) {
  return loops->index(bytes, count, separator, cell_ends, row_ends, knots);
}

void jili_place(const struct jili_chunk *chunk, size_t first_row, size_t rows, size_t start, size_t
                width, size_t longest, const uint32_t *names, size_t name_count, size_t *starts,
                size_t *firsts, uint8_t *odd) {
  loops->place(chunk, first_row, rows, start, width, longest, names, name_count, starts, firsts,
               odd);
}

void jili_turn(const uint32_t *cell_ends, const size_t *firsts, const uint8_t *odd, const uint32_t
               *nothing, size_t rows, const uint32_t *columns, size_t groups, uint32_t *out, size_t
               stride) {
  loops->turn(cell_ends, firsts, odd, nothing, rows, columns, groups, out, stride);
}

size_t jili_read_numbers(const struct jili_cells *cells, const struct jili_units *units, int64_t
                         *numbers, uint8_t *states, uint16_t *others) {
  return loops->read_numbers(cells, units, numbers, states, others);
}

const struct jili_word *jili_find_word(const struct jili_word *words, const uint8_t *bytes, size_t
                                       count) {
  return loops->find_word(words, bytes, count);
}

size_t jili_read_words(const struct jili_cells *cells, const struct jili_word *words, uint8_t
                       *codes, int64_t *numbers, uint8_t *states, uint8_t *odd, uint16_t *others) {
  return loops->read_words(cells, words, codes, numbers, states, odd, others);
}
