// The cells of a batch: many rows of a chunk, column by column, in the widest form that the
// processor at hand has (see CLoops.h).
#ifndef JILI_CCELLS_H
#define JILI_CCELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Bytes with the ends of their cells, and how many cells end with each row.
struct jili_chunk {
  const uint8_t *bytes;
  size_t count;
  const uint32_t *cell_ends;
  const uint32_t *row_ends;
};

/// No name of a row of totals is longer.
enum jili_totals { jili_totals_bytes = 34 };

/// Where the row behind one that ends at `end` begins: its line break is one byte or two.
static inline size_t jili_behind_break(const struct jili_chunk *chunk, size_t end) {
  bool is_pair =
      end + 1 < chunk->count && chunk->bytes[end] == '\r' && chunk->bytes[end + 1] == '\n';
  return end + (is_pair ? 2 : 1);
}

/// Finds where rows begin, and their first cells; the first of them begins at `start`. A row is odd
/// that has not `width` cells or more than `longest` bytes, that may be one of totals by a cell of
/// the columns `names`, or that may be empty.
void jili_place(const struct jili_chunk *chunk, size_t first_row, size_t rows, size_t start,
                size_t width, size_t longest, const uint32_t *names, size_t name_count,
                size_t *starts, size_t *firsts, uint8_t *odd);

/// Turns the ends of cells so that those of a column follow each other: for each group the eight
/// columns that begin with `columns[group]`, `stride` entries apart. Rows that are odd take the
/// ends of `nothing`. Rows up to the next multiple of eight are written.
void jili_turn(const uint32_t *cell_ends, const size_t *firsts, const uint8_t *odd,
               const uint32_t *nothing, size_t rows, const uint32_t *columns, size_t groups,
               uint32_t *out, size_t stride);

/// The cells of one column: each stands behind a separator and ends before the next. There is room
/// for a multiple of 64 rows.
struct jili_cells {
  const uint8_t *bytes;
  const uint32_t *before;
  const uint32_t *ends;
  size_t rows;
};

/// For numbers of no, one and two decimals: what one unit of the last digit is worth, and how many
/// of them a number may have, -1 for none.
struct jili_units {
  int64_t parts[3];
  int64_t most[3];
};

/// Reads the cells that are plain numbers; the rows of others that are not empty go to `others`,
/// which are counted.
size_t jili_read_numbers(const struct jili_cells *cells, const struct jili_units *units,
                         int64_t *numbers, uint8_t *states, uint16_t *others);

// MARK: - Words

enum jili_memory { jili_word_bytes = 64, jili_word_places = 256 };

/// A cell that was read before, and what it came to. Nothing has the count 0.
struct jili_word {
  uint8_t text[jili_word_bytes];
  int64_t number;
  uint8_t state;
  uint8_t is_odd;
  uint8_t count;
};

/// The place of a cell among the words; its neighbour with the last bit turned is the second.
static inline size_t jili_word_place(const uint8_t *bytes, size_t count) {
  uint64_t first, last, inside = count < 8 ? ~(~(uint64_t)0 << (8 * count)) : ~(uint64_t)0;
  memcpy(&first, bytes, 8);
  memcpy(&last, bytes + (count < 8 ? 0 : count - 8), 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  first = __builtin_bswap64(first);
  last = __builtin_bswap64(last);
#endif
  uint64_t key = ((first & inside) * 0x9E3779B97F4A7C15u) ^
                 ((last & inside) * 0xC2B2AE3D27D4EB4Fu) ^ (count * 0x165667B19E3779F9u);
  return (key >> 40) & (jili_word_places - 1);
}

/// The word that a cell is; NULL where it is none. Both have room behind them.
const struct jili_word *jili_find_word(const struct jili_word *words, const uint8_t *bytes,
                                       size_t count);

/// Puts the words of cells into columns: `codes`, or where that is NULL `numbers` and `states`. The
/// rows of cells that are no words and not empty go to `others`, which are counted.
size_t jili_read_words(const struct jili_cells *cells, const struct jili_word *words,
                       uint8_t *codes, int64_t *numbers, uint8_t *states, uint8_t *odd,
                       uint16_t *others);

#endif
