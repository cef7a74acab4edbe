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

#include "CCells.h"
#include "CLoops.h"

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

/// Finds the end of every cell, the number of cells up to the end of every row, and the rows with
/// cells that are more than plain or quoted text: doubled quotes, something behind a closing quote.
/// The buffer begins with a row; the last row needs no line break. `cell_ends` and `row_ends` have
/// room for `count` + 64 entries, `knots` for `count` + 1.
struct jili_shape jili_index(const uint8_t *bytes, size_t count, uint8_t separator,
                             uint32_t *cell_ends, uint32_t *row_ends, uint32_t *knots);

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

/// Eight digits, leading zeros included, the first in the lowest byte.
static inline uint64_t jili_eight_digits(uint32_t number) {
  uint64_t x = number / 10000 | (uint64_t)(number % 10000) << 32;
  uint64_t hundreds = (x * 10486 >> 20) & 0x0000007F0000007Fu;
  x = (x - 100 * hundreds) << 16 | hundreds;
  uint64_t tens = (x * 103 >> 10) & 0x000F000F000F000Fu;
  x = (x - 10 * tens) << 8 | tens;
  return x | 0x3030303030303030u;
}

static inline void jili_store64(uint8_t *out, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  memcpy(out, &word, 8);
}

/// Writes 分 that are not negative as 元 with two decimals; gives the end. Room: 32 bytes.
static inline uint8_t *jili_put_yuan(uint8_t *out, int64_t fen) {
  static const uint32_t powers[] = {0,      10,      100,      1000,     10000,
                                    100000, 1000000, 10000000, 100000000};
  uint64_t left = (uint64_t)fen / 100;
  uint32_t cents = (uint32_t)((uint64_t)fen % 100);
  // All but the last eight digits, which then are written in full.
  if (left >= 100000000) {
    uint64_t above = left / 100000000;
    left %= 100000000;
    if (above >= 100000000) {
      uint64_t first = above / 100000000;
      if (first >= 10) *out++ = (uint8_t)('0' + first / 10);
      *out++ = (uint8_t)('0' + first % 10);
      jili_store64(out, jili_eight_digits((uint32_t)(above % 100000000)));
      out += 8;
    } else {
      unsigned digits = 1;
      while (digits < 8 && above >= powers[digits]) digits++;
      jili_store64(out, jili_eight_digits((uint32_t)above) >> (8 * (8 - digits)));
      out += digits;
    }
    jili_store64(out, jili_eight_digits((uint32_t)left));
    out += 8;
  } else {
    // Bits times log10 of 2 are the digits, or one less.
    unsigned digits = ((64 - (unsigned)__builtin_clzll(left | 1)) * 1233) >> 12;
    digits += left >= powers[digits];
    jili_store64(out, jili_eight_digits((uint32_t)left) >> (8 * (8 - digits)));
    out += digits;
  }
  out[0] = '.';
  out[1] = (uint8_t)('0' + cents / 10);
  out[2] = (uint8_t)('0' + cents % 10);
  return out + 3;
}

/// Copies bytes 32 at a time; both have as much room behind them.
static inline uint8_t *jili_copy(uint8_t *out, const uint8_t *from, size_t count) {
  for (size_t at = 0; at < count; at += 32) memcpy(out + at, from + at, 32);
  return out + count;
}

/// Writes one row of at most 64 sums, a separator before each. `due` says which are not 0; `zeros`
/// holds the row in which none is. Room: 22 bytes a sum and 64 more.
static inline uint8_t *jili_put_sums(uint8_t *out, const int64_t *const *columns, size_t count,
                                     size_t row, uint64_t due, const uint8_t *zeros,
                                     uint8_t separator) {
  enum { zero = 5 };
  jili_copy(out, zeros, count * zero);
  size_t next = 0;
  while (due) {
    size_t column = (size_t)__builtin_ctzll(due);
    due &= due - 1;
    out += (column - next) * zero;
    *out++ = separator;
    out = jili_put_yuan(out, columns[column][row]);
    next = column + 1;
    jili_copy(out, zeros, (count - next) * zero);
  }
  return out + (count - next) * zero;
}

/// Whether text can stand in a cell as it is: no separator, quote or line break in it, and nothing
/// in front that a spreadsheet takes for a formula.
static inline bool jili_is_plain(const uint8_t *bytes, size_t count, uint8_t separator) {
  if (count == 0) return true;
  switch (bytes[0]) {
  case '=': case '+': case '-': case '@': case '\t': return false;
  default: break;
  }
  size_t at = 0;
#if defined(__SSE2__)
  for (; at < count; at += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at));
    __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)separator)),
                     _mm_cmpeq_epi8(v, _mm_set1_epi8('"'))),
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
                     _mm_cmpeq_epi8(v, _mm_set1_epi8('\r'))));
    unsigned mask = (unsigned)_mm_movemask_epi8(found);
    if (count - at < 16) mask &= (1u << (count - at)) - 1;
    if (mask != 0) return false;
  }
#else
  for (; at < count; at++) {
    if (bytes[at] == separator || bytes[at] == '"' || bytes[at] == '\n' || bytes[at] == '\r')
      return false;
  }
#endif
  return true;
}

/// Whether a character of the cell is 计 (E8 AE A1), as in 合计.
static inline bool jili_may_hold_totals(const uint8_t *bytes, size_t count) {
  for (size_t i = 0; i + 2 < count; i++) {
    if (bytes[i] == 0xE8 && bytes[i + 1] == 0xAE && bytes[i + 2] == 0xA1) return true;
  }
  return false;
}

#endif
