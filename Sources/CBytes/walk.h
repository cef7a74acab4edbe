// The walk over the bytes of a chunk, as far as quotes and odd line breaks are concerned: what all
// forms of the index share.
#ifndef JILI_WALK_H
#define JILI_WALK_H

#include "CBytes.h"

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
  uint8_t separator;
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

/// For each byte whether an odd number of quotes is up to it: from an opening quote to before the
/// closing one.
static inline uint64_t jili_within(uint64_t quotes) {
  for (int step = 1; step < 64; step *= 2) quotes ^= quotes << step;
  return quotes;
}

/// Whether the quotes of a block stand at the beginnings and ends of cells and nowhere else, so
/// that what is `within` them is known; `ends` are those outside.
static inline bool jili_is_well_quoted(const struct jili_walk *walk, const uint8_t *bytes,
                                       size_t count, size_t base, uint64_t quotes, uint64_t within,
                                       uint64_t ends) {
  if (walk->place == jili_behind_quote) return false;
  if (walk->place == jili_quoted && walk->next > base) return false;
  uint64_t starts = ends << 1, behind = ends >> 1;
  if (walk->next >= base && walk->next - base < 64) starts |= (uint64_t)1 << (walk->next - base);
  // What stands behind the block ends a cell, if its first byte is no text.
  if (base + 64 < count && (quotes & ~within) >> 63) {
    uint8_t next = bytes[base + 64];
    if (next == walk->separator || next == '\n' || next == '\r') behind |= (uint64_t)1 << 63;
  }
  return (quotes & within & ~starts) == 0 && (quotes & ~within & ~behind) == 0;
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


#endif
