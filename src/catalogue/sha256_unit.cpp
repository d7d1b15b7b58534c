#include "catalogue/sha256_unit.hpp"

#ifdef __x86_64__

#include <cpuid.h>
#include <immintrin.h>

namespace co2est {
namespace {

__m128i* lanes(std::uint32_t* words) {
  return reinterpret_cast<__m128i*>(words);
}
const __m128i* lanes(const void* words) {
  return static_cast<const __m128i*>(words);
}

}  // namespace

bool has_sha256_unit() {
  constexpr unsigned kLeaf = 7, kSha = 1U << 29U;
  unsigned a = 0, b = 0, c = 0, d = 0;
  const bool known = __get_cpuid_count(kLeaf, 0, &a, &b, &c, &d) != 0;
  return known && (b & kSha) != 0 && __builtin_cpu_supports("sse4.1") != 0;
}

/// The instructions want the words as ABEF and CDGH. Each group of four rounds takes four words of
/// the schedule: those of the block, then the ones that the four groups before give.
[[gnu::target("sha,sse4.1")]] void add_blocks_by_unit(Sha256State& state,
                                                      const unsigned char* blocks,
                                                      std::size_t count) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(lanes(state.data())), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(lanes(state.data() + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; count > 0; --count, blocks += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
    for (std::size_t i = 0; i < 16; ++i) {
      __m128i& words = w[i % 4];
      const __m128i &next = w[(i + 1) % 4], &over = w[(i + 2) % 4], &last = w[(i + 3) % 4];
      if (i < 4) {
        words = _mm_shuffle_epi8(_mm_loadu_si128(lanes(blocks + 16 * i)), big_endian);
      } else {
        const __m128i sum =
            _mm_add_epi32(_mm_sha256msg1_epu32(words, next), _mm_alignr_epi8(last, over, 4));
        words = _mm_sha256msg2_epu32(sum, last);
      }
      const __m128i terms =
          _mm_add_epi32(words, _mm_loadu_si128(lanes(kSha256Round.data() + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, terms);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(terms, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128(lanes(state.data()), _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(lanes(state.data() + 4), _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace co2est

#else

namespace co2est {

bool has_sha256_unit() {
  return false;
}
void add_blocks_by_unit(Sha256State&, const unsigned char*, std::size_t) {}

}  // namespace co2est

#endif
