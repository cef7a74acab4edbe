// Loops over the rows of a batch and over the bytes of a chunk, in the widest form that the
// processor at hand has: the bodies stand once, in the .inc files, and are compiled for each form.
// What they mean is said by their plain form; Tests/InterpreterTests hold the forms against it.
#ifndef JILI_CLOOPS_H
#define JILI_CLOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The forms of the loops, and how many there are.
enum jili_form { jili_form_plain, jili_form_avx2, jili_form_avx512, jili_forms };

/// Whether this processor has a form.
bool jili_has_form(enum jili_form form);

/// Takes a form, which the processor must have, instead of the widest: for tests alone.
void jili_use_form(enum jili_form form);

// MARK: - Numbers

/// A number in each row, times a factor: of `rows`, or where that is NULL one for all.
struct jili_numbers {
  const int64_t *rows;
  int64_t value;
  int64_t factor;
};

enum jili_operation { jili_plus, jili_minus, jili_least, jili_most, jili_times };

/// Nothing is checked: the sizes of the numbers were looked at before. `into` may be an operand.
void jili_calculate(enum jili_operation operation, int64_t *into, struct jili_numbers one,
                    struct jili_numbers two, size_t count);

/// The first where the condition certainly holds (1), else the second.
void jili_choose(int64_t *into, const uint8_t *tests, struct jili_numbers one,
                 struct jili_numbers two, size_t count);

enum jili_relation { jili_less, jili_less_equal, jili_equal_to };

/// 1 where the relation holds, 2 where it does not; turned round with `is_negated`.
void jili_compare(enum jili_relation relation, bool is_negated, uint8_t *into,
                  struct jili_numbers one, struct jili_numbers two, size_t count);

/// Numbers that are not below 0 over a divisor, half up or down, times a unit. The quotient is the
/// high half of the product with `factor`, shifted.
void jili_round(int64_t *into, const int64_t *rows, size_t count, uint64_t divisor, uint64_t factor,
                unsigned shift, int64_t unit, bool is_down);

/// All bits of the sizes of the numbers.
uint64_t jili_size_bits(const int64_t *rows, size_t count);

/// `base + factor * part`, of parts of so many bytes each that lie in the order of the rows.
void jili_unpack(int64_t *into, const void *parts, unsigned width, int64_t base, int64_t factor,
                 size_t count);

// MARK: - Conditions

enum jili_joint { jili_both, jili_either };

/// Truths of two conditions together: may be true (1), may be false (2), more may be known (4).
void jili_join(enum jili_joint joint, uint8_t *into, const uint8_t *one, const uint8_t *two,
               size_t count);

/// The answer for each code.
void jili_look_up(uint8_t *into, const uint8_t *codes, const uint8_t *answers, size_t count);

/// Whether codes are a flag's: yes (1), no (2), not known (3).
void jili_test_flags(uint8_t *into, const uint8_t *codes, uint8_t wanted, size_t count);

/// Whether sets of statuses hold some that are wanted, and some that are not.
void jili_test_statuses(uint8_t *into, const uint8_t *bits, uint8_t wanted, size_t count);

/// The truths turned round.
void jili_negate(uint8_t *into, const uint8_t *truths, size_t count);

/// The greatest of the bytes.
uint8_t jili_greatest(const uint8_t *bytes, size_t count);

// MARK: - States

/// What is absent (1) or not known (2) in either is so in the result, the greater of both.
void jili_join_states(uint8_t *into, const uint8_t *one, const uint8_t *two, size_t count);

/// The states of what was chosen: not known where the condition is open. Gives the greatest.
uint8_t jili_choose_states(uint8_t *into, const uint8_t *tests, const uint8_t *one,
                           const uint8_t *two, size_t count);

/// A comparison with what is absent does not hold; with what is not known it is doubtful (7).
void jili_doubt(uint8_t *truths, const uint8_t *one, const uint8_t *two, size_t count);

/// No number is below 0, and one that is absent is 0.
void jili_settle_absent(int64_t *into, uint8_t *into_states, const int64_t *rows,
                        const uint8_t *states, size_t count);

// MARK: - Sums

/// Adds a column to others, row by row.
void jili_add_to(int64_t *totals, const int64_t *rows, size_t count);

/// A column of sums that are not below 0, added up in halves of 32 bits.
struct jili_tally {
  uint64_t due;
  uint64_t high;
  uint64_t low;
};

/// Rows that are odd do not count; NULL where none is.
struct jili_tally jili_tally_up(const int64_t *sums, const uint8_t *odd, size_t count);

/// What differences do to totals: how many rise and fall, how many begin at 0 and how many end
/// there, and the differences added up in halves, the high one with its sign.
struct jili_turn {
  uint64_t rising;
  uint64_t falling;
  uint64_t from_nothing;
  uint64_t to_nothing;
  int64_t high;
  uint64_t low;
};

/// Adds the differences to the totals.
struct jili_turn jili_turn_over(int64_t *totals, const int64_t *differences, size_t count);

/// Sets a bit in each row whose sum is not 0.
void jili_mark_due(uint64_t *marks, const int64_t *sums, unsigned bit, size_t count);

/// The rows in which two columns or more are not 0; gives how many.
size_t jili_rivals(const int64_t *const *sums, size_t columns, uint16_t *rows, size_t count);

#endif
