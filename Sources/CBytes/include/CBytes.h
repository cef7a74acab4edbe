// What Swift cannot say fast enough of bytes: where cells and rows end, what plain digits are
// worth, how sums are written. Each function is a plain loop, several bytes at a time;
// Tests/InterpreterTests/Batch holds them against the readers that define the meaning.
//
// SSE2 is part of every x86-64; elsewhere 64-bit words do the same. Functions read up to 63 bytes
// behind `count`, so buffers need that much room.
#ifndef JILI_CBYTES_H
#define JILI_CBYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Room behind every buffer that these functions read.
enum jili_room { jili_padding = 64 };

static inline uint64_t jili_load64(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

// MARK: - Where cells and rows end

/// The cells and rows of a buffer, as far as places tell.
struct jili_shape {
  size_t cells;
  size_t rows;
  /// Rows that hold a cell which is more than plain text within quotes.
  size_t knotty;
  /// A quote is open at the end.
  bool is_open;
};

/// Index of a 64-byte block: bit i of each mask belongs to byte i.
struct jili_masks {
  /// Separators and line breaks.
  uint64_t ends;
  uint64_t breaks;
  uint64_t returns;
  uint64_t quotes;
};

#if defined(__SSE2__)
static inline uint64_t jili_bits(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

static inline struct jili_masks jili_block(const uint8_t *bytes, uint8_t separator) {
  const __m128i sep = _mm_set1_epi8((char)separator), feed = _mm_set1_epi8('\n'),
                ret = _mm_set1_epi8('\r'), quote = _mm_set1_epi8('"');
  __m128i v[4], breaks[4], ends[4], rare = _mm_setzero_si128();
  for (int i = 0; i < 4; i++) {
    v[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
    __m128i returns = _mm_cmpeq_epi8(v[i], ret);
    breaks[i] = _mm_or_si128(_mm_cmpeq_epi8(v[i], feed), returns);
    ends[i] = _mm_or_si128(_mm_cmpeq_epi8(v[i], sep), breaks[i]);
    rare = _mm_or_si128(rare, _mm_or_si128(returns, _mm_cmpeq_epi8(v[i], quote)));
  }
  struct jili_masks masks = {0, 0, 0, 0};
  masks.ends = jili_bits(ends[0], ends[1], ends[2], ends[3]);
  masks.breaks = jili_bits(breaks[0], breaks[1], breaks[2], breaks[3]);
  if (__builtin_expect(_mm_movemask_epi8(rare) != 0, 0)) {
    masks.returns = jili_bits(_mm_cmpeq_epi8(v[0], ret), _mm_cmpeq_epi8(v[1], ret),
                              _mm_cmpeq_epi8(v[2], ret), _mm_cmpeq_epi8(v[3], ret));
    masks.quotes = jili_bits(_mm_cmpeq_epi8(v[0], quote), _mm_cmpeq_epi8(v[1], quote),
                             _mm_cmpeq_epi8(v[2], quote), _mm_cmpeq_epi8(v[3], quote));
  }
  return masks;
}
#else
/// One bit for each byte of the word that equals `byte`.
static inline uint64_t jili_equal8(uint64_t word, uint8_t byte) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
  uint64_t x = word ^ (0x0101010101010101u * byte);
  uint64_t zero = ~(((x & low) + low) | x | low);
  return ((zero >> 7) * 0x0102040810204080u) >> 56;
}

static inline struct jili_masks jili_block(const uint8_t *bytes, uint8_t separator) {
  struct jili_masks masks = {0, 0, 0, 0};
  for (int i = 0; i < 8; i++) {
    uint64_t word = jili_load64(bytes + 8 * i);
    uint64_t returns = jili_equal8(word, '\r');
    uint64_t breaks = jili_equal8(word, '\n') | returns;
    masks.ends |= (jili_equal8(word, separator) | breaks) << 8 * i;
    masks.breaks |= breaks << 8 * i;
    masks.returns |= returns << 8 * i;
    masks.quotes |= jili_equal8(word, '"') << 8 * i;
  }
  return masks;
}
#endif

/// Where the reader of quotes stands between two bytes.
enum jili_place { jili_plain, jili_quoted, jili_behind_quote };

/// The walk over a buffer; `next` is where the next cell begins.
struct jili_walk {
  struct jili_shape shape;
  size_t next;
  enum jili_place place;
  uint32_t *cell_ends;
  uint32_t *row_ends;
  uint32_t *knots;
};

static inline void jili_knot(struct jili_walk *walk) {
  struct jili_shape *shape = &walk->shape;
  if (shape->knotty > 0 && walk->knots[shape->knotty - 1] == shape->rows) return;
  walk->knots[shape->knotty++] = (uint32_t)shape->rows;
}

static inline void jili_end_cell(struct jili_walk *walk, size_t offset, bool ends_row) {
  walk->cell_ends[walk->shape.cells++] = (uint32_t)offset;
  if (ends_row) walk->row_ends[walk->shape.rows++] = (uint32_t)walk->shape.cells;
  walk->next = offset + 1;
  walk->place = jili_plain;
}

/// A block with quotes in it or around it, byte by byte of those that matter.
static inline void jili_walk_block(struct jili_walk *walk, const uint8_t *bytes, size_t count,
                                   size_t base, struct jili_masks masks) {
  uint64_t left = masks.ends | masks.quotes;
  while (left) {
    size_t at = base + (size_t)__builtin_ctzll(left);
    uint64_t bit = left & (~left + 1);
    left &= left - 1;
    bool is_quote = (masks.quotes & bit) != 0;
    if (at < walk->next) continue;
    switch (walk->place) {
    case jili_plain:
      if (!is_quote) {
        jili_end_cell(walk, at, (masks.breaks & bit) != 0);
        if (bytes[at] == '\r' && at + 1 < count && bytes[at + 1] == '\n') walk->next = at + 2;
      } else if (at == walk->next) {
        walk->place = jili_quoted;
      }
      break;
    case jili_quoted:
      if (!is_quote) break;
      if (at + 1 < count && bytes[at + 1] == '"') {
        // Two quotes are one of the text: the second is stepped over wherever its block begins.
        jili_knot(walk);
        walk->next = at + 2;
      } else {
        walk->place = jili_behind_quote;
        walk->next = at + 1;
      }
      break;
    case jili_behind_quote:
      // Whether it is more than blanks is for the reader to say.
      if (at != walk->next) jili_knot(walk);
      if (is_quote) break;
      jili_end_cell(walk, at, (masks.breaks & bit) != 0);
      if (bytes[at] == '\r' && at + 1 < count && bytes[at + 1] == '\n') walk->next = at + 2;
      break;
    }
  }
}

/// Finds the end of every cell, the number of cells up to the end of every row, and the rows with
/// cells that are more than plain or quoted text: doubled quotes, something behind a closing quote.
/// The buffer begins with a row; the last row needs no line break. `cell_ends` and `row_ends` have
/// room for `count` + 64 entries, `knots` for `count` + 1.
static inline struct jili_shape jili_index(const uint8_t *bytes, size_t count, uint8_t separator,
                                           uint32_t *cell_ends, uint32_t *row_ends,
                                           uint32_t *knots) {
  struct jili_walk walk = {{0, 0, 0, false}, 0, jili_plain, cell_ends, row_ends, knots};
  for (size_t base = 0; base < count; base += 64) {
    struct jili_masks masks = jili_block(bytes + base, separator);
    if (count - base < 64) {
      uint64_t inside = ((uint64_t)1 << (count - base)) - 1;
      masks.ends &= inside;
      masks.breaks &= inside;
      masks.returns &= inside;
      masks.quotes &= inside;
    }
    if (__builtin_expect((masks.quotes | masks.returns) != 0 || walk.place != jili_plain, 0)) {
      jili_walk_block(&walk, bytes, count, base, masks);
      continue;
    }
    uint64_t ends = masks.ends, breaks = masks.breaks;
    // The line feed of a line break that began in the block before.
    if (walk.next > base) {
      uint64_t rest = walk.next - base >= 64 ? 0 : ~(uint64_t)0 << (walk.next - base);
      ends &= rest;
      breaks &= rest;
    }
    if (!ends) continue;
    size_t cells = walk.shape.cells;
    while (breaks) {
      uint64_t before = (breaks & (~breaks + 1)) | ((breaks & (~breaks + 1)) - 1);
      row_ends[walk.shape.rows++] =
          (uint32_t)(cells + (size_t)__builtin_popcountll(ends & before));
      breaks &= breaks - 1;
    }
    walk.next = base + 64 - (size_t)__builtin_clzll(ends);
    uint32_t *out = cell_ends + cells;
    walk.shape.cells = cells + (size_t)__builtin_popcountll(ends);
    while (ends) {
      *out++ = (uint32_t)(base + (size_t)__builtin_ctzll(ends));
      ends &= ends - 1;
    }
  }
  walk.shape.is_open = walk.place == jili_quoted;
  // Behind the last line break nothing is no row; anything is.
  size_t row_cells = walk.shape.rows ? row_ends[walk.shape.rows - 1] : 0;
  if (walk.shape.cells > row_cells || walk.next < count || walk.place != jili_plain) {
    if (walk.place == jili_behind_quote && walk.next != count) jili_knot(&walk);
    jili_end_cell(&walk, count, true);
  }
  return walk.shape;
}

/// Offset behind the last line break that ends a row, of rows that begin at the first byte; 0 where
/// there is none. Looks only at quotes and at what stands around them.
static inline size_t jili_whole_rows(const uint8_t *bytes, size_t count, uint8_t separator) {
  size_t last = 0, gap = 0, at = 0;
  for (;;) {
    const uint8_t *found = at < count ? (const uint8_t *)memchr(bytes + at, '"', count - at) : NULL;
    size_t quote = found ? (size_t)(found - bytes) : count;
    if (found && quote > 0) {
      uint8_t before = bytes[quote - 1];
      if (before != separator && before != '\n' && before != '\r') {
        at = quote + 1;
        continue;
      }
    }
    // Up to here nothing is quoted: the last line break of the gap ends a row.
    size_t end = quote;
    // A carriage return at the end may be half a line break.
    if (!found && end > gap && bytes[end - 1] == '\r') end--;
    for (size_t back = end; back > gap; back--) {
      if (bytes[back - 1] == '\n' || bytes[back - 1] == '\r') {
        last = back;
        break;
      }
    }
    if (!found) return last;
    size_t close = quote + 1;
    for (;;) {
      const uint8_t *next =
          close < count ? (const uint8_t *)memchr(bytes + close, '"', count - close) : NULL;
      if (!next) return last;
      close = (size_t)(next - bytes) + 1;
      if (close == count) return last;
      if (bytes[close] != '"') break;
      close++;
    }
    while (close < count && bytes[close] != separator && bytes[close] != '\n' &&
           bytes[close] != '\r')
      close++;
    if (close == count) return last;
    gap = at = close;
  }
}

// MARK: - UTF-8

/// Offset of the first byte that does not fit strict UTF-8, `count` where every byte does.
size_t jili_utf8_fault(const uint8_t *bytes, size_t count);

// MARK: - Plain digits

/// Reads digits with at most two decimals and nothing else: 1234, 0.5, 12.34. False for anything
/// longer than 15 digits or spelled otherwise, which is for the exact reader.
static inline bool jili_plain_number(const uint8_t *bytes, size_t count, int64_t *digits,
                                     unsigned *decimals) {
  size_t whole = count;
  unsigned places = 0;
  if (count > 2 && bytes[count - 2] == '.') {
    places = 1;
    whole = count - 2;
  } else if (count > 3 && bytes[count - 3] == '.') {
    places = 2;
    whole = count - 3;
  }
  if (whole - 1 >= 13) return false;
  uint64_t head = 0, wrong = 0, value = 0;
  const uint8_t *tail = bytes;
  size_t length = whole;
  if (whole > 8) {
    for (size_t i = 0; i < whole - 8; i++) {
      uint64_t digit = (uint64_t)bytes[i] - '0';
      wrong |= digit > 9;
      head = head * 10 + digit;
    }
    tail = bytes + (whole - 8);
    length = 8;
  }
  // Eight digits at once; those that are not there are zeros in front.
  uint64_t word = (jili_load64(tail) ^ 0x3030303030303030u) << (8 * (8 - length));
  wrong |= ((word + 0x7676767676767676u) | word) & 0x8080808080808080u;
  word = word * 10 + (word >> 8);
  value = ((word & 0x000000FF000000FFu) * 0x000F424000000064u +
           ((word >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u) >> 32;
  value += head * 100000000u;
  for (unsigned i = 0; i < places; i++) {
    uint64_t digit = (uint64_t)bytes[count - places + i] - '0';
    wrong |= digit > 9;
    value = value * 10 + digit;
  }
  *digits = (int64_t)value;
  *decimals = places;
  return wrong == 0;
}

// MARK: - Sums

/// Writes 分 that are not negative as 元 with two decimals; gives the end.
static inline uint8_t *jili_put_yuan(uint8_t *out, int64_t fen) {
  static const char pairs[] =
      "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445"
      "46474849505152535455565758596061626364656667686970717273747576777879808182838485868788899091"
      "9293949596979899";
  uint64_t left = (uint64_t)fen / 100;
  uint64_t limit = 10;
  unsigned digits = 1;
  while (digits < 18 && left >= limit) {
    limit *= 10;
    digits++;
  }
  uint8_t *at = out + digits;
  at[0] = '.';
  memcpy(at + 1, pairs + 2 * ((uint64_t)fen % 100), 2);
  while (left >= 100) {
    at -= 2;
    memcpy(at, pairs + 2 * (left % 100), 2);
    left /= 100;
  }
  if (left >= 10) {
    memcpy(at - 2, pairs + 2 * left, 2);
  } else {
    at[-1] = (uint8_t)('0' + left);
  }
  return out + digits + 3;
}

/// Writes one row of sums, a separator before each. Room: 22 bytes a sum and 8 more.
static inline uint8_t *jili_put_sums(uint8_t *out, const int64_t *const *columns, size_t count,
                                     size_t row, uint8_t separator) {
  const uint8_t zero[8] = {separator, '0', '.', '0', '0', 0, 0, 0};
  for (size_t i = 0; i < count; i++) {
    int64_t sum = columns[i][row];
    if (sum == 0) {
      memcpy(out, zero, 8);
      out += 5;
    } else {
      *out++ = separator;
      out = jili_put_yuan(out, sum);
    }
  }
  return out;
}

// MARK: - Cells as keys

/// A key of a cell: equal cells have equal keys, and few others do.
static inline uint64_t jili_key(const uint8_t *bytes, size_t count) {
  uint64_t first = jili_load64(bytes);
  if (count <= 8) {
    first = count == 0 ? 0 : first & (~(uint64_t)0 >> (8 * (8 - count)));
    return first * 0x9E3779B97F4A7C15u + count;
  }
  uint64_t last = jili_load64(bytes + count - 8);
  return (first * 0x9E3779B97F4A7C15u) ^ (last * 0xC2B2AE3D27D4EB4Fu) ^
         (count * 0x165667B19E3779F9u);
}

/// Whether two cells of a length are equal, up to 64 bytes; both have room behind them.
static inline bool jili_equal(const uint8_t *one, const uint8_t *other, size_t count) {
  size_t at = 0;
  for (; at + 8 <= count; at += 8) {
    if (jili_load64(one + at) != jili_load64(other + at)) return false;
  }
  if (at == count) return true;
  return (jili_load64(one + at) ^ jili_load64(other + at)) << (8 * (8 - (count - at))) == 0;
}

/// Whether a character of the cell is 计 (E8 AE A1), as in 合计.
static inline bool jili_may_hold_totals(const uint8_t *bytes, size_t count) {
  for (size_t i = 0; i + 2 < count; i++) {
    if (bytes[i] == 0xE8 && bytes[i + 1] == 0xAE && bytes[i + 2] == 0xA1) return true;
  }
  return false;
}

#endif
