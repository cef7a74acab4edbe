#include "CBytes.h"
#include "processor.h"

/// How many bytes the character at the start has; 0 where they do not fit.
static inline size_t width(const uint8_t *bytes, size_t count) {
  uint8_t lead = bytes[0], low = 0x80, high = 0xBF;
  size_t width;
  if (lead >= 0xC2 && lead <= 0xDF) {
    width = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    width = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    width = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (width > count || bytes[1] < low || bytes[1] > high) return 0;
  for (size_t i = 2; i < width; i++) {
    if ((bytes[i] & 0xC0) != 0x80) return 0;
  }
  return width;
}

/// From `start`, which is the first byte of a character.
static size_t fault_from(const uint8_t *bytes, size_t start, size_t count) {
  size_t at = start;
  while (at < count) {
    if (bytes[at] < 0x80) {
      if (count - at >= 8 && (jili_load64(bytes + at) & 0x8080808080808080u) == 0) {
        at += 8;
      } else {
        at++;
      }
      continue;
    }
    size_t step = width(bytes + at, count - at);
    if (step == 0) return at;
    at += step;
  }
  return count;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Every pair of bytes that may not follow each other shows in three of its half bytes: what each
// of them allows to be wrong is looked up, and what all three allow is wrong. (Keiser, Lemire:
// Validating UTF-8 In Less Than One Instruction Per Byte, 2020.)
enum {
  too_short = 1,      // a first byte, no second
  too_long = 2,       // ASCII, then a second byte
  overlong_3 = 4,     // E0 and less than A0
  too_large = 8,      // F4 and more than 8F, F5 and more
  surrogate = 16,     // ED and more than 9F
  overlong_2 = 32,    // C0, C1
  too_large_1000 = 64, // F5 and more, 80 to 8F
  overlong_4 = 64,    // F0 and less than 90
  two_seconds = 128,  // right behind a long character only
  carry = too_short | too_long | two_seconds
};

__attribute__((target("avx2"))) static inline __m256i twice(__m128i table) {
  return _mm256_broadcastsi128_si256(table);
}

__attribute__((target("avx2"))) static inline __m256i high_half(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

/// Not 0 where a byte of the block does not fit what stands before it.
__attribute__((target("avx2"))) static inline __m256i faults(__m256i input, __m256i before) {
  const __m256i first_high = twice(_mm_setr_epi8(
      too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long,
      (char)two_seconds, (char)two_seconds, (char)two_seconds, (char)two_seconds,
      too_short | overlong_2, too_short, too_short | overlong_3 | surrogate,
      too_short | too_large | too_large_1000 | overlong_4));
  const __m256i first_low = twice(_mm_setr_epi8(
      (char)(carry | overlong_3 | overlong_2 | overlong_4), (char)(carry | overlong_2),
      (char)carry, (char)carry, (char)(carry | too_large),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000 | surrogate),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000)));
  const __m256i second_high = twice(_mm_setr_epi8(
      too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
      (char)(too_long | overlong_2 | two_seconds | overlong_3 | too_large_1000 | overlong_4),
      (char)(too_long | overlong_2 | two_seconds | overlong_3 | too_large),
      (char)(too_long | overlong_2 | two_seconds | surrogate | too_large),
      (char)(too_long | overlong_2 | two_seconds | surrogate | too_large), too_short, too_short,
      too_short, too_short));
  __m256i joined = _mm256_permute2x128_si256(before, input, 0x21);
  __m256i one = _mm256_alignr_epi8(input, joined, 15);
  __m256i two = _mm256_alignr_epi8(input, joined, 14);
  __m256i three = _mm256_alignr_epi8(input, joined, 13);
  __m256i low = _mm256_and_si256(one, _mm256_set1_epi8(0x0F));
  __m256i special = _mm256_and_si256(
      _mm256_and_si256(_mm256_shuffle_epi8(first_high, high_half(one)),
                       _mm256_shuffle_epi8(first_low, low)),
      _mm256_shuffle_epi8(second_high, high_half(input)));
  // The third byte of three and the third and fourth of four must be two seconds in a row.
  __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(must, special);
}

/// Whether all bytes fit; the last 31 are left to the caller, who gets where they begin.
__attribute__((target("avx2"))) static bool fits(const uint8_t *bytes, size_t count,
                                                 size_t *checked) {
  __m256i wrong = _mm256_setzero_si256(), before = wrong;
  size_t at = 0;
  for (; at + 32 <= count; at += 32) {
    __m256i input = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + at));
    // ASCII behind ASCII needs no look.
    if (_mm256_movemask_epi8(_mm256_or_si256(input, before)) != 0)
      wrong = _mm256_or_si256(wrong, faults(input, before));
    before = input;
  }
  *checked = at;
  return _mm256_testz_si256(wrong, wrong) != 0;
}
#endif

size_t jili_utf8_fault(const uint8_t *bytes, size_t count) {
  size_t start = 0;
#if defined(__x86_64__)
  if (count >= 32 && JILI_HAS("avx2", AVX2)) {
    size_t checked = 0;
    if (fits(bytes, count, &checked)) {
      // A character may go on behind what was checked: begin with its first byte.
      start = checked;
      while (start > 0 && checked - start < 4 && (bytes[start - 1] & 0xC0) == 0x80) start--;
      if (start > 0 && bytes[start - 1] >= 0xC0) start--;
    }
  }
#endif
  return fault_from(bytes, start, count);
}
