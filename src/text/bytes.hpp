// Knows how short texts are searched, compared and hashed many bytes at a time.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace co2est {

template <typename Word>
Word load(const char* from) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// text == other, without a call: both are keys and names of a few bytes.
inline bool same_text(std::string_view text, std::string_view other) {
  const std::size_t size = text.size();
  if (size != other.size()) return false;
  const char *a = text.data(), *b = other.data();
  if (size >= 8) {
    const std::size_t last = size - 8;  // overlaps the word before it
    for (std::size_t i = 0; i < last; i += 8) {
      if (load<std::uint64_t>(a + i) != load<std::uint64_t>(b + i)) return false;
    }
    return load<std::uint64_t>(a + last) == load<std::uint64_t>(b + last);
  }
  if (size >= 4) {
    return load<std::uint32_t>(a) == load<std::uint32_t>(b) &&
           load<std::uint32_t>(a + size - 4) == load<std::uint32_t>(b + size - 4);
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// A hash that takes in one more word. Its low bits depend on all bits of both.
constexpr std::uint64_t mix_hash(std::uint64_t hash, std::uint64_t word) {
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio: odd
  hash = (hash ^ word) * kSpread;
  return hash ^ hash >> 32U;
}

/// A hash of a short text; see `mix_hash`.
inline std::uint64_t hash_text(std::string_view text) {
  const char* const bytes = text.data();
  const std::size_t size = text.size();
  std::uint64_t hash = size;
  if (size >= 8) {
    for (std::size_t i = 0; i + 8 < size; i += 8)
      hash = mix_hash(hash, load<std::uint64_t>(bytes + i));
    return mix_hash(hash, load<std::uint64_t>(bytes + size - 8));  // overlaps the word before it
  }
  if (size >= 4) {
    const std::uint64_t last = load<std::uint32_t>(bytes + size - 4);
    return mix_hash(hash, load<std::uint32_t>(bytes) | last << 32U);
  }
  for (const char byte : text)
    hash = mix_hash(hash, static_cast<unsigned char>(byte));
  return hash;
}

#ifdef __SSE2__
/// A bit for each of 16 bytes that ends or interrupts a JSON string.
inline unsigned ends_of_string(__m128i block) {
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  const __m128i control = _mm_set1_epi8(0x1F);
  const __m128i found =
      _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)),
                   _mm_cmpeq_epi8(_mm_min_epu8(block, control), block));
  return static_cast<unsigned>(_mm_movemask_epi8(found));
}
#endif

/// The first byte of [at, end) that ends or interrupts a JSON string: '"', '\\' or a control
/// character; `end` where there is none.
inline const char* end_of_plain_string(const char* at, const char* end) {
#ifdef __SSE2__
  for (; end - at >= 16; at += 16) {
    const unsigned mask = ends_of_string(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20)
    ++at;
  return at;
}

/// Whether [at, end) begins with `expected`, behind which kReadBeyond bytes may be read.
inline constexpr std::size_t kReadBeyond = 32;
inline bool begins_with(const char* at, const char* end, std::string_view expected) {
  const std::size_t size = expected.size();
  const auto room = static_cast<std::size_t>(end - at);
#ifdef __SSE2__
  if (size <= kReadBeyond && room >= kReadBeyond) {
    const auto same = [&](std::size_t offset) {
      const auto block = [&](const char* from) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + offset));
      };
      return static_cast<unsigned>(
          _mm_movemask_epi8(_mm_cmpeq_epi8(block(at), block(expected.data()))));
    };
    const std::uint64_t differ = ~std::uint64_t{same(0) | same(16) << 16U};
    return (differ & ((std::uint64_t{1} << size) - 1)) == 0;
  }
#endif
  return room >= size && same_text({at, size}, expected);
}

/// A short text with the byte behind it, and a quick answer whether they stand somewhere.
class ShortText {
 public:
  static constexpr std::size_t kMost = 15;  ///< bytes of the text

  /// Of [at, at + size), where `end` bounds what may be read.
  void keep(const char* at, std::size_t size, const char* end) {
    size_ = size;
    kept_ = size <= kMost && end - at >= static_cast<std::ptrdiff_t>(kWindow);
    if (kept_) std::memcpy(bytes_, at, kWindow);
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool stands_at(const char* at, const char* end) const {
    if (!kept_ || end - at < static_cast<std::ptrdiff_t>(kWindow)) return false;
#ifdef __SSE2__
    const __m128i there = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i here = _mm_load_si128(reinterpret_cast<const __m128i*>(bytes_));
    const auto differ = ~static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(there, here)));
    return (differ & ((2U << size_) - 1)) == 0;
#else
    return std::memcmp(at, bytes_, size_ + 1) == 0;
#endif
  }

 private:
  static constexpr std::size_t kWindow = kMost + 1;

  alignas(16) char bytes_[kWindow] = {};
  std::size_t size_ = 0;
  bool kept_ = false;
};

/// The first comma, line end or quote of [at, end); `end` where there is none.
inline const char* end_of_bare_cell(const char* at, const char* end) {
#ifdef __SSE2__
  const __m128i comma = _mm_set1_epi8(','), newline = _mm_set1_epi8('\n');
  const __m128i quote = _mm_set1_epi8('"');
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i found =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, comma), _mm_cmpeq_epi8(block, newline)),
                     _mm_cmpeq_epi8(block, quote));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at < end && *at != ',' && *at != '\n' && *at != '"')
    ++at;
  return at;
}

}  // namespace co2est
