// Knows how JSON is written fast: straight into one buffer, equal parts of lines written once.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "render/digits.hpp"
#include "render/estimate_json.hpp"
#include "render/line_memory.hpp"
#include "text/copy_plain.hpp"
#include "text/text_buffer.hpp"

namespace co2est::rendering {

/// Each value is followed by a comma, which the end of its container replaces.
class LineSink {
 public:
  /// Calls `body` to write an estimate of that catalogue, as a line behind `out`.
  void line(TextBuffer& out, const Catalogue& catalogue, auto body) {
    memory_.use(catalogue);
    out_.swap(out);
    const std::size_t before = out_.size();
    try {
      put('{');
      body();
      close('}', '\n');
    } catch (...) {
      out_.truncate(before);
      out_.swap(out);
      throw;
    }
    out_.swap(out);
  }

  void begin_object() { put('{'); }
  template <KeyName kName>
  void begin_object() {
    put(kQuoted<kName, "{">);
  }
  void end_object() { close('}', ','); }
  template <KeyName kName>
  void begin_array() {
    put(kQuoted<kName, "[">);
  }
  void end_array() { close(']', ','); }
  template <KeyName... kNames>
  void nulls() {
    put(kNulls<kNames...>);
  }
  template <KeyName kName, const auto& kWords>
  void word(std::size_t index) {
    const Word& word = kQuotedWords<kName, kWords>.at(index);
    char* const at = out_.room(word.text.size());
    std::memcpy(at, word.text.data(), word.text.size());
    out_.advance_to(at + word.size);
  }
  template <KeyName kName>
  void text(std::string_view value) {
    constexpr std::size_t kSize = kQuoted<kName, "\"">.size();
    char* const at = out_.room(kSize + value.size() + 2);
    std::memcpy(at, kQuoted<kName, "\"">.data(), kSize);
    quoted_behind(at + kSize, value, ',');
  }
  template <KeyName kName>
  void number(double value) {
    constexpr std::size_t kSize = kQuoted<kName, "">.size();
    char* const at = out_.room(kSize + kNumberRoom + 1);
    std::memcpy(at, kQuoted<kName, "">.data(), kSize);
    number_at(at + kSize, value);
  }
  template <KeyName kName>
  void count(double value) {
    number<kName>(value);
  }
  /// A number whose key a table names.
  void number_of(std::string_view key, double value) {
    char* const at = out_.room(key.size() + 3);
    *at = '"';
    quoted_behind(at + 1, key, ':');
    number_at(out_.room(kNumberRoom + 1), value);
  }

  void memo(const HeadKey&, auto body) { remember(memory_.head, body); }
  void memo(const Estimate& e, auto body) { remember(memory_.source_lists.bytes_for(e), body); }
  template <typename Key>
  void memo(const Key& key, auto body) {
    const std::uint64_t mark = mark_of(key);
    auto& memory = memory_.of(key);
    auto& slot = memory.slot(mark);
    const bool again = slot.mark == mark;
    if (again && !slot.bytes.empty() && same(slot.key, key)) return out_.append(slot.bytes);
    slot.mark = mark;
    slot.bytes.clear();
    if (memory.kKeeps == Keeps::twice && !again) return body();
    remember(slot.bytes, body);
    slot.key = key;
  }

 private:
  void put(char c) {
    char* const at = out_.room(1);
    *at = c;
    out_.advance_to(at + 1);
  }
  template <std::size_t kSize>
  void put(const std::array<char, kSize>& text) {
    char* const at = out_.room(kSize);
    std::memcpy(at, text.data(), kSize);
    out_.advance_to(at + kSize);
  }
  /// A bracket in the place of the comma behind the last value, if there is one.
  void close(char bracket, char behind) {
    char* at = out_.room(2);
    if (at[-1] == ',') --at;
    at[0] = bracket;
    at[1] = behind;
    out_.advance_to(at + 2);
  }

  void remember(std::string& bytes, auto body) {
    if (!bytes.empty()) return out_.append(bytes);
    const std::size_t begin = out_.size();
    body();
    bytes = out_.view().substr(begin);
  }

  void number_at(char* at, double value) {
    char* const end = write_number(at, value);
    *end = ',';
    out_.advance_to(end + 1);
  }

  /// Ends a string that begins before `at`, where there is room for it as it is, and for 2 more.
  void quoted_behind(char* at, std::string_view value, char behind) {
    if (!copy_plain(value, at)) return escaped_behind(at, value, behind);
    at += value.size();
    at[0] = '"';
    at[1] = behind;
    out_.advance_to(at + 2);
  }
  void escaped_behind(char* at, std::string_view value, char behind);

  TextBuffer out_;  ///< the caller's while a line is written
  LineMemory memory_;
};

}  // namespace co2est::rendering
