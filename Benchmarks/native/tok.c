// The physical ceiling: what a hand-written native program can do with this CSV on this machine.
// usage: tok MODE THREADS mmap|read IN.csv [RESULT.csv SUMMARY.csv]
//   touch  add up the bytes as 64-bit words            scan   count unquoted separators (SIMD masks
//   only) index  scan + write the position of each separator sum    index + parse and add up column
//   7 (revenue, fen) scalar index by a plain byte loop, for what SIMD is worth copyout index +
//   write each id with a constant tail (the size of the real output, no rules evaluated) full index
//   + the whole of policy.md + the result and the summary, identical to the reference
// Needs AVX-512 BW and VBMI2 (clang -O3 -march=native).  Quoted fields with commas and doubled
// quotes are handled; a newline inside quotes is not (blocks are cut at newlines).
#define _GNU_SOURCE
#include <fcntl.h>
#include <immintrin.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NCOL = 30, BLOCK = 1 << 20, SLACK = 1 << 14 };
typedef uint64_t u64;
typedef int64_t i64;
static int mode, nthreads, use_read, fd, ofd = -1;
static const char *map;
static size_t size, data0;
static atomic_size_t next_block;
static atomic_size_t turn;
static size_t nblocks;
typedef struct {
  u64 seps, bytes;
  i64 sum;
  i64 n[29], tot[29];
  u64 rows;
} Stat;
static Stat stats[64];
enum { TOUCH, SCAN, INDEX, SCALAR, SUM, COPYOUT, FULL };
static const char *MODES[] = {"touch", "scan", "index", "scalar", "sum", "copyout", "full"};

static inline u64 seps64(const char *p, u64 *inq) {
  __m512i v = _mm512_loadu_si512((const void *)p);
  u64 q = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
  u64 s = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(',')) |
          _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
  if (__builtin_expect((q | *inq) != 0, 0)) {
    u64 in = (u64)_mm_cvtsi128_si64(
                 _mm_clmulepi64_si128(_mm_set_epi64x(0, (i64)q), _mm_set1_epi8((char)0xFF), 0)) ^
             *inq;
    *inq = (u64)((i64)in >> 63);
    s &= ~in;
  }
  return s;
}

static size_t index_block(const char *p, size_t n, uint32_t *idx) {
  static const uint8_t iota_[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i iota = _mm512_loadu_si512(iota_);
  u64 inq = 0;
  uint32_t *o = idx;
  for (size_t i = 0; i < n; i += 64) {
    u64 s = seps64(p + i, &inq);
    if (i + 64 > n)
      s &= (n - i == 64) ? ~0ull : ((1ull << (n - i)) - 1);
    int c = __builtin_popcountll(s);
    __m512i b = _mm512_maskz_compress_epi8(s, iota);
    __m512i base = _mm512_set1_epi32((int)i);
    _mm512_storeu_si512(o, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(b))));
    if (c > 16) {
      _mm512_storeu_si512(
          o + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(b, 1))));
      if (c > 32) {
        _mm512_storeu_si512(
            o + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(b, 2))));
        _mm512_storeu_si512(
            o + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(b, 3))));
      }
    }
    o += c;
  }
  return (size_t)(o - idx);
}

static size_t index_scalar(const char *p, size_t n, uint32_t *idx) {
  uint32_t *o = idx;
  int q = 0;
  for (size_t i = 0; i < n; i++) {
    char c = p[i];
    if (c == '"')
      q ^= 1;
    else if ((c == ',' || c == '\n') && !q)
      *o++ = (uint32_t)i;
  }
  return (size_t)(o - idx);
}

static inline i64 fen(const char *p, const char *e) {
  i64 v = 0;
  while (p < e && *p != '.')
    v = v * 10 + (*p++ - '0');
  v *= 100;
  if (p < e) {
    p++;
    v += 10 * (*p++ - '0');
    if (p < e)
      v += *p - '0';
  }
  return v;
}
#define EQ(i, lit) (len[i] == sizeof(lit) - 1 && memcmp(f[i], lit, sizeof(lit) - 1) == 0)
#define SET(i) (len[i] != 0)
static inline i64 title(const char *p, int n, i64 y) {
  if (n == 9 && (memcmp(p, "新认定", 9) == 0 || memcmp(p, "新引进", 9) == 0))
    return y * 100;
  if (n == 6 && memcmp(p, "复评", 6) == 0)
    return y * 20;
  return 0;
}
static inline i64 mn(i64 a, i64 b) { return a < b ? a : b; }
static inline void keep(i64 *a, const int *g, int n) {
  i64 b = 0;
  int at = -1;
  for (int i = 0; i < n; i++) {
    if (a[g[i]] > b) {
      b = a[g[i]];
      at = g[i];
    }
    a[g[i]] = 0;
  }
  if (at >= 0)
    a[at] = b;
}
static inline char *put_yuan(char *o, i64 v) {
  char t[24];
  int k = 24;
  int fr = (int)(v % 100);
  v /= 100;
  t[--k] = (char)('0' + fr % 10);
  t[--k] = (char)('0' + fr / 10);
  t[--k] = '.';
  do {
    t[--k] = (char)('0' + v % 10);
    v /= 10;
  } while (v);
  memcpy(o, t + k, 24 - k);
  return o + 24 - k;
}
static int is_key(const char *p, int n) {
  return (n == 21 && !memcmp(p, "新一代信息技术", 21)) ||
         (n == 12 && (!memcmp(p, "高端装备", 12) || !memcmp(p, "生物医药", 12) ||
                      !memcmp(p, "集成电路", 12))) ||
         (n == 9 && (!memcmp(p, "新能源", 9) || !memcmp(p, "新材料", 9)));
}
static int is_e(const char *p, int n) {
  return (n == 21 && !memcmp(p, "新一代信息技术", 21)) ||
         (n == 12 && (!memcmp(p, "集成电路", 12) || !memcmp(p, "电子信息", 12)));
}
// -> 0 when every award is 0
static int policy(const char **f, const int *len, i64 *a) {
  if (EQ(29, "是") || EQ(2, "市外"))
    return 0;
  memset(a, 0, 29 * sizeof(i64));
#define M(i) fen(f[i], f[i] + len[i])
  i64 rev = M(6), prev = M(7), hist = M(8), rd = SET(9) ? M(9) : 0, tech = SET(10) ? M(10) : 0;
  int man = EQ(4, "是"), z = SET(14) || SET(17);
  if (SET(13)) {
    a[0] = title(f[13], len[13], 3000000);
    if (EQ(13, "新引进"))
      a[7] = 200000000;
  }
  if (SET(14)) {
    a[1] = title(f[14], len[14], 1500000);
    if (EQ(14, "新引进") && !a[7])
      a[7] = 150000000;
    if ((EQ(14, "有效") || EQ(14, "复评")) && rd > 0 && rd * 20 >= rev)
      a[27] = mn((rd * 3 + 50) / 100, 20000000);
  }
  if (SET(15))
    a[2] = title(f[15], len[15], 1000000);
  if (SET(16))
    a[3] = title(f[16], len[16], 300000);
  if (SET(17)) {
    if (EQ(17, "新认定")) {
      a[4] = 10000000;
      if (fen(f[5], f[5] + len[5]) >= 202100)
        a[5] = 15000000;
    }
    if (SET(25) && rd * 100 >= rev * 3) {
      i64 s = M(25);
      a[6] = s >= 9000 ? 30000000 : s >= 8000 ? 20000000 : s >= 6000 ? 15000000 : 0;
    }
  }
  if (man) {
    if (EQ(22, "是")) {
      if (EQ(21, "2024"))
        a[8] = 10000000;
      else if (EQ(21, "2025"))
        a[9] = 6000000;
    }
    if (tech >= (z ? 500000000 : 1000000000))
      a[13] =
          is_key(f[3], len[3]) ? mn((tech + 2) / 5, 10000000000) : mn((tech + 5) / 10, 5000000000);
    if (rev >= 100000000000) {
      static const i64 t[] = {1000, 500, 200, 100, 50, 10},
                       v[] = {12000000, 8000000, 5000000, 3000000, 1000000, 300000};
      for (int i = 0; i < 6; i++)
        if (rev >= t[i] * 10000000000 && hist < t[i] * 10000000000) {
          a[17] = v[i] * 100;
          break;
        }
    }
    if (prev > 0 && rev >= 2000000000 && rev * 5 >= prev * 6)
      a[26] = mn((rev - prev + 500) / 1000, 50000000);
  }
  if (EQ(18, "新认定"))
    a[10] = 150000000;
  if (EQ(19, "新认定"))
    a[11] = 50000000;
  if (EQ(20, "新认定"))
    a[12] = 20000000;
  if (z) {
    if (SET(11))
      a[14] = mn((M(11) + 2) / 5, 100000000);
    if (SET(12))
      a[15] = mn((M(12) + 50) / 100, 10000000);
    if (SET(26))
      a[16] = 30000000;
  }
  if (rev >= 10000000000 && is_e(f[3], len[3])) {
    static const i64 t[] = {10, 5, 2, 1}, v[] = {1000000, 500000, 300000, 200000};
    for (int i = 0; i < 4; i++)
      if (rev >= t[i] * 10000000000 && hist < t[i] * 10000000000) {
        a[18] = v[i] * 100;
        break;
      }
  }
  if (SET(24)) {
    if (EQ(24, "中国制造业企业500强"))
      a[19] = 500000000;
    else if (EQ(24, "中国制造业民营企业500强"))
      a[20] = 200000000;
  }
  if (SET(23))
    a[21] = *f[23] == '2' ? 10000000 : *f[23] == '3' ? 30000000 : *f[23] == '4' ? 50000000 : 0;
  if (SET(27)) {
    if (EQ(27, "全国50强")) {
      if (!SET(14))
        a[22] = 50000000;
    } else if (EQ(27, "全国500强")) {
      if (!z)
        a[22] = 30000000;
    } else
      a[23] = EQ(27, "赛区一等奖")   ? 20000000
              : EQ(27, "赛区二等奖") ? 10000000
              : EQ(27, "赛区三等奖") ? 5000000
                                     : 0;
  }
  if (SET(28) && *f[28] != '0')
    a[24] = mn(M(28) / 100 * 20000000, 100000000);
  if (rev >= 2000000000 && rd > 0) {
    if (rd * 20 >= rev)
      a[25] = mn((rd + 25) / 50, 50000000);
    else if (rd * 100 >= rev * 3)
      a[25] = mn((rd + 50) / 100, 30000000);
  }
  static const int g1[] = {1, 2, 4, 5, 6}, g2[] = {0, 3, 7}, g3[] = {10, 11, 12}, g4[] = {17, 18},
                   g5[] = {25, 27};
  keep(a, g1, 5);
  keep(a, g2, 3);
  keep(a, g3, 3);
  keep(a, g4, 2);
  keep(a, g5, 2);
  i64 t = 0;
  for (int i = 0; i < 28; i++)
    t += a[i];
  a[28] = t;
  return t != 0;
}

static char ZERO[29 * 5 + 2];

static void *work(void *arg) {
  Stat *st = arg;
  char *buf = use_read ? aligned_alloc(4096, BLOCK + SLACK + 4096) : NULL;
  uint32_t *idx = malloc((BLOCK + SLACK + 64) * sizeof *idx);
  char *out = malloc((size_t)BLOCK * 3 + (1 << 16));
  for (;;) {
    size_t b = atomic_fetch_add(&next_block, 1);
    if (b >= nblocks)
      break;
    size_t s = data0 + b * BLOCK,
           e = s + BLOCK; // owns the lines that start in (s, e]; block 0 from data0
    size_t from = b == 0 ? s : s - 1;
    size_t lim = e + SLACK < size ? e + SLACK : size;
    const char *p;
    if (use_read) {
      size_t got = 0, want = lim - from;
      while (got < want) {
        ssize_t r = pread(fd, buf + got, want - got, (off_t)(from + got));
        if (r <= 0)
          break;
        got += (size_t)r;
      }
      memset(buf + got, 0, 64);
      p = buf;
    } else
      p = map + from;
    size_t n = lim - from, begin = 0, end;
    if (b)
      begin = (size_t)((char *)memchr(p, '\n', n) - p) + 1;
    size_t ee = e - 1 - from;
    if (e >= size)
      end = n;
    else
      end = (size_t)((char *)memchr(p + ee, '\n', n - ee) - p) + 1;
    p += begin;
    n = end - begin;
    st->bytes += n;
    if (mode == TOUCH) {
      __m512i acc = _mm512_setzero_si512();
      size_t i = 0;
      for (; i + 64 <= n; i += 64)
        acc = _mm512_add_epi64(acc, _mm512_loadu_si512(p + i));
      st->sum += _mm512_reduce_add_epi64(acc);
      continue;
    }
    if (mode == SCAN) {
      u64 inq = 0, c = 0;
      for (size_t i = 0; i < n; i += 64) {
        u64 m = seps64(p + i, &inq);
        if (i + 64 > n && n - i < 64)
          m &= (1ull << (n - i)) - 1;
        c += (u64)__builtin_popcountll(m);
      }
      st->seps += c;
      continue;
    }
    size_t k = mode == SCALAR ? index_scalar(p, n, idx) : index_block(p, n, idx);
    st->seps += k;
    size_t rows = k / NCOL;
    st->rows += rows;
    if (mode == INDEX || mode == SCALAR)
      continue;
    if (mode == SUM) {
      i64 t = 0;
      for (size_t r = 0; r < rows; r++)
        t += fen(p + idx[r * NCOL + 5] + 1, p + idx[r * NCOL + 6]);
      st->sum += t;
      continue;
    }
    char *o = out;
    uint32_t start = 0;
    for (size_t r = 0; r < rows; r++) {
      const uint32_t *x = idx + r * NCOL;
      memcpy(o, p + start, 16); // ids are short; a real one would loop
      o += x[0] - start;
      i64 a[29];
      int any = 0;
      if (mode == FULL) {
        const char *f[NCOL];
        int len[NCOL];
        f[0] = p + start;
        len[0] = (int)(x[0] - start);
        for (int c = 1; c < NCOL; c++) {
          f[c] = p + x[c - 1] + 1;
          len[c] = (int)(x[c] - x[c - 1]) - 1;
        }
        any = policy(f, len, a);
      }
      if (!any) {
        memcpy(o, ZERO, sizeof ZERO - 1);
        o += sizeof ZERO - 1;
      } else {
        for (int i = 0; i < 29; i++) {
          if (!a[i]) {
            memcpy(o, ",0.00", 5);
            o += 5;
            continue;
          }
          *o++ = ',';
          o = put_yuan(o, a[i]);
          st->n[i]++;
          st->tot[i] += a[i];
        }
        *o++ = '\n';
      }
      start = x[NCOL - 1] + 1;
    }
    while (atomic_load_explicit(&turn, memory_order_acquire) != b)
      sched_yield();
    for (char *w = out; w < o;) {
      ssize_t r = write(ofd, w, (size_t)(o - w));
      if (r <= 0) {
        perror("write");
        exit(1);
      }
      w += r;
    }
    atomic_store_explicit(&turn, b + 1, memory_order_release);
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 5)
    return 2;
  for (mode = 0; mode < 7 && strcmp(argv[1], MODES[mode]); mode++) {
  }
  nthreads = atoi(argv[2]);
  use_read = !strcmp(argv[3], "read");
  fd = open(argv[4], O_RDONLY);
  struct stat sb;
  fstat(fd, &sb);
  size = (size_t)sb.st_size;
  if (!use_read) {
    map = mmap(NULL, size + 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    madvise((void *)map, size, MADV_SEQUENTIAL);
  }
  char head[4096];
  ssize_t hr = pread(fd, head, sizeof head, 0);
  data0 = (size_t)((char *)memchr(head, '\n', (size_t)hr) - head) + 1;
  nblocks = (size - data0 + BLOCK - 1) / BLOCK;
  for (int i = 0; i < 29; i++)
    memcpy(ZERO + i * 5, ",0.00", 5);
  ZERO[145] = '\n';
  static const char *NM =
      "国家级单项冠军奖励,国家级小巨人奖励,省级隐形冠军奖励,省级单项冠军奖励,省级专精特新奖励,"
      "初创专精特新奖励,创新型企业奖励,引进落户扶持,首次升规在库两年奖励,首次升规次年在库奖励,"
      "国家级企业技术中心奖励,省级企业技术中心奖励,市级企业技术中心奖励,技改补助,数字化攻关补助,"
      "专精特新贷贴息,知名品牌奖励,营收首次突破奖励,电子信息营收首破奖励,制造业500强奖励,"
      "制造业民营500强奖励,DCMM补助,创客中国国赛资助,创客中国赛区奖励,标准制定奖励,研发投入奖补,"
      "营收增长奖励,小巨人研发配套,合计";
  if (mode >= COPYOUT) {
    ofd = open(argv[5], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (write(ofd, "企业编号,", 13) < 0 || write(ofd, NM, strlen(NM)) < 0 ||
        write(ofd, "\n", 1) < 0)
      return 1;
  }
  pthread_t th[64];
  for (int i = 1; i < nthreads; i++)
    pthread_create(&th[i], NULL, work, &stats[i]);
  work(&stats[0]);
  for (int i = 1; i < nthreads; i++)
    pthread_join(th[i], NULL);
  Stat t = {0};
  for (int i = 0; i < nthreads; i++) {
    t.seps += stats[i].seps;
    t.bytes += stats[i].bytes;
    t.sum += stats[i].sum;
    t.rows += stats[i].rows;
    for (int j = 0; j < 29; j++) {
      t.n[j] += stats[i].n[j];
      t.tot[j] += stats[i].tot[j];
    }
  }
  if (mode == FULL) {
    FILE *s = fopen(argv[6], "w");
    fputs("奖项,企业数,金额\n", s);
    const char *q = NM;
    for (int j = 0; j < 29; j++) {
      const char *c = strchrnul(q, ',');
      fprintf(s, "%.*s,%ld,%ld.%02ld\n", (int)(c - q), q, (long)t.n[j], (long)(t.tot[j] / 100),
              (long)(t.tot[j] % 100));
      q = c + 1;
    }
    fclose(s);
  }
  printf("%s: %lu bytes, %lu separators, %lu rows, sum %ld\n", MODES[mode], t.bytes, t.seps, t.rows,
         t.sum);
  return 0;
}
