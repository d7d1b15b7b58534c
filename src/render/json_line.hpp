// Knows how JSON is written fast: straight into one buffer, equal parts of lines written once.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "render/digits.hpp"
#include "render/estimate_json.hpp"
#include "render/line_buffer.hpp"
#include "render/line_memory.hpp"
#include "text/copy_plain.hpp"

namespace co2est::rendering {

/// Each value is followed by a comma, which the end of its container replaces.
class LineSink {
 public:
  /// A new line. Estimates of it are of that catalogue.
  void begin_line(const Catalogue& catalogue) {
    memory_.use(catalogue);
    out_.clear();
    out_.put('{');
  }
  /// The line with its end, until the next one begins.
  std::string_view end_line() {
    out_.close('}');
    out_.replace_last('\n');
    return out_.from(0);
  }

  void begin_object() { out_.put('{'); }
  template <KeyName kName>
  void begin_object() {
    out_.put(kQuoted<kName, "{">);
  }
  void end_object() { out_.close('}'); }
  template <KeyName kName>
  void begin_array() {
    out_.put(kQuoted<kName, "[">);
  }
  void end_array() { out_.close(']'); }
  template <KeyName... kNames>
  void nulls() {
    out_.put(kNulls<kNames...>);
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
  void memo(const Estimate& e, auto body) { remember(memory_.sources.bytes_for(e), body); }
  template <typename Key>
  void memo(const Key& key, auto body) {
    const std::uint64_t mark = mark_of(key);
    auto& memory = memory_.of(key);
    auto& slot = memory.slot(mark);
    const bool again = slot.mark == mark;
    if (again && !slot.bytes.empty() && same(slot.key, key)) return out_.put(slot.bytes);
    slot.mark = mark;
    slot.bytes.clear();
    if (memory.kKeeps == Keeps::twice && !again) return body();
    remember(slot.bytes, body);
    slot.key = key;
  }

 private:
  void remember(std::string& bytes, auto body) {
    if (!bytes.empty()) return out_.put(bytes);
    const std::size_t begin = out_.size();
    body();
    bytes = out_.from(begin);
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

  LineBuffer out_;
  LineMemory memory_;
};

}  // namespace co2est::rendering
