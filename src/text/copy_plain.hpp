// Knows how a text is copied and searched for what JSON escapes in one go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/bytes.hpp"

namespace co2est {

#ifdef __SSE2__
/// Copies a text of 4 to 15 bytes as two words that overlap; whether it may stand in a JSON string.
template <typename Word>
bool copy_plain_words(std::string_view text, char* to) {
  const std::size_t behind = text.size() - sizeof(Word);
  const auto first = load<Word>(text.data()), last = load<Word>(text.data() + behind);
  std::memcpy(to, &first, sizeof first);
  std::memcpy(to + behind, &last, sizeof last);
  if constexpr (sizeof(Word) == 8) {
    return ends_of_string(_mm_set_epi64x(last, first)) == 0;
  } else {
    return ends_of_string(_mm_set_epi32(last, first, last, first)) == 0;
  }
}
#endif

/// Copies a text as it is; whether it may stand so in a JSON string.
inline bool copy_plain(std::string_view text, char* to) {
  const std::size_t size = text.size();
#ifdef __SSE2__
  if (size >= 16) {
    unsigned ends = 0;
    const auto copy_at = [&](std::size_t i) {
      const auto block = load<__m128i>(text.data() + i);
      std::memcpy(to + i, &block, sizeof block);
      ends |= ends_of_string(block);
    };
    for (std::size_t i = 0; i < size - 16; i += 16)
      copy_at(i);
    copy_at(size - 16);  // overlaps the block before it
    return ends == 0;
  }
  if (size >= 8) return copy_plain_words<std::int64_t>(text, to);
  if (size >= 4) return copy_plain_words<std::int32_t>(text, to);
#endif
  for (std::size_t i = 0; i < size; ++i)
    to[i] = text[i];
  return end_of_plain_string(text.data(), text.data() + size) == text.data() + size;
}

}  // namespace co2est
