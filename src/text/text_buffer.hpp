// Knows text that grows at its end, without a first look at bytes that are written later.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace co2est {

class TextBuffer {
 public:
  TextBuffer() = default;
  TextBuffer(TextBuffer&& other) noexcept { swap(other); }
  TextBuffer& operator=(TextBuffer&& other) noexcept {
    swap(other);
    return *this;
  }
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;
  ~TextBuffer() = default;

  /// Room for `size` more bytes behind the text. It counts as text as far as `advance_to` says.
  char* room(std::size_t size) {
    if (static_cast<std::size_t>(limit_ - end_) < size) grow(size);
    return end_;
  }
  void advance_to(char* end) { end_ = end; }
  void append(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(room(text.size()), text.data(), text.size());
    end_ += text.size();
  }

  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size()}; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - bytes_.get()); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  /// Drops what stands behind the first `size` bytes and keeps the storage.
  void truncate(std::size_t size) { end_ = bytes_.get() + size; }

  void swap(TextBuffer& other) noexcept {
    bytes_.swap(other.bytes_);
    std::swap(end_, other.end_);
    std::swap(limit_, other.limit_);
  }

 private:
  void grow(std::size_t size) {
    constexpr std::size_t kFirst = 8192;
    const std::size_t used = this->size();
    const auto capacity = static_cast<std::size_t>(limit_ - bytes_.get());
    const std::size_t wanted = std::max({kFirst, 2 * capacity, used + size});
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    std::copy_n(bytes_.get(), used, larger.get());
    bytes_ = std::move(larger);
    end_ = bytes_.get() + used;
    limit_ = bytes_.get() + wanted;
  }

  std::unique_ptr<char[]> bytes_;
  char* end_ = nullptr;
  char* limit_ = nullptr;
};

}  // namespace co2est
