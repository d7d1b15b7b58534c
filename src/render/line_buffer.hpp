// Knows bytes that grow at the end and keep their storage.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

namespace co2est::rendering {

class LineBuffer {
 public:
  LineBuffer() { grow(kFirst); }

  /// Room for `size` more bytes.
  char* room(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) < size) grow(size);
    return at_;
  }
  void advance_to(char* at) { at_ = at; }
  void put(char c) { *room(1) = c, ++at_; }
  void put(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    at_ += text.size();
  }
  template <std::size_t kSize>
  void put(const std::array<char, kSize>& text) {
    std::memcpy(room(kSize), text.data(), kSize);
    at_ += kSize;
  }
  /// Puts a bracket in the place of the comma behind the last value, if there is one, and a comma.
  void close(char bracket) {
    char* at = room(2);
    if (at[-1] == ',') --at;
    at[0] = bracket;
    at[1] = ',';
    at_ = at + 2;
  }
  void clear() { at_ = bytes_.data(); }
  void replace_last(char c) { at_[-1] = c; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - bytes_.data()); }
  [[nodiscard]] std::string_view from(std::size_t begin) const {
    return std::string_view(bytes_.data(), size()).substr(begin);
  }

 private:
  static constexpr std::size_t kFirst = 8192;
  void grow(std::size_t size);

  std::vector<char> bytes_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace co2est::rendering
