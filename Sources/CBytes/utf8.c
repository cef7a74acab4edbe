#include "CBytes.h"

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

size_t jili_utf8_fault(const uint8_t *bytes, size_t count) { return fault_from(bytes, 0, count); }
