// Knows how JSON is written fast: straight into one buffer, equal parts of lines written once.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/digits.hpp"
#include "render/estimate_json.hpp"
#include "text/bytes.hpp"

namespace co2est::rendering {

/// Bytes that grow at the end and keep their storage.
class Buffer {
 public:
  Buffer() { grow(kFirst); }

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
  void clear() { at_ = bytes_.data(); }
  [[nodiscard]] char last() const { return at_[-1]; }
  void replace_last(char c) { at_[-1] = c; }
  void drop_last() { --at_; }
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

/// The bytes that were written for a value last.
template <typename Key>
struct Remembered {
  Key key{};
  std::string bytes;
};

/// Lists of sources by the cells that they follow from: the runs of a file cite few.
class SourceMemory {
 public:
  /// The bytes written for estimates with the same cells, or empty: to be filled.
  std::string& bytes_for(const Estimate& estimate);
  void clear() { lists_.clear(); }

 private:
  static constexpr std::size_t kMost = 256;  // lists; then the memory starts afresh
  std::string cells_;                        ///< of the estimate asked for
  std::unordered_map<std::string, std::string> lists_;
};

/// What outlives a line. It belongs to one catalogue at a time.
struct LineMemory {
  Buffer line;
  std::shared_ptr<const Catalogue::State> catalogue;
  std::string head;
  Remembered<PueFactor> pue;
  Remembered<GridFactor> grid;
  SourceMemory sources;
  std::array<Remembered<Note>, 256> notes;  ///< by code and numbers

  void use(const Catalogue& new_catalogue);
};

bool same(const PueFactor& a, const PueFactor& b);
bool same(const GridFactor& a, const GridFactor& b);
bool same(const Note& a, const Note& b);
/// Equal notes have equal numbers.
std::size_t slot_number(const Note& note);

/// Each value is followed by a comma, which the end of its container replaces.
class LineSink {
 public:
  explicit LineSink(LineMemory& memory) : memory_(memory), out_(memory.line) {}

  void begin_object() { out_.put('{'); }
  void end_object() { end('}'); }
  void begin_array() { out_.put('['); }
  void end_array() { end(']'); }
  template <KeyName kName>
  void key() {
    out_.put(kQuoted<kName, "">);
  }
  template <KeyName kName>
  void null() {
    out_.put(kQuoted<kName, "null,">);
  }
  void key_of_table(std::string_view name) {
    quoted(name);
    out_.put(':');
  }
  void text(std::string_view value) {
    quoted(value);
    out_.put(',');
  }
  void number(double value) {
    if (!std::isfinite(value)) return out_.put(std::string_view("null,"));
    char* const end = write_number(out_.room(kNumberRoom + 1), value);
    *end = ',';
    out_.advance_to(end + 1);
  }
  void count(double value) { number(value); }

  void memo(const HeadKey&, auto body) { remember(memory_.head, body); }
  void memo(const Estimate& e, auto body) { remember(memory_.sources.bytes_for(e), body); }
  template <typename Key>
  void memo(const Key& key, auto body) {
    Remembered<Key>& slot = slot_of(key);
    if (!slot.bytes.empty() && same(slot.key, key)) return out_.put(slot.bytes);
    slot.bytes.clear();
    remember(slot.bytes, body);
    slot.key = key;
  }

 private:
  Remembered<PueFactor>& slot_of(const PueFactor&) { return memory_.pue; }
  Remembered<GridFactor>& slot_of(const GridFactor&) { return memory_.grid; }
  Remembered<Note>& slot_of(const Note& note) {
    return memory_.notes[slot_number(note) % memory_.notes.size()];
  }

  void remember(std::string& bytes, auto body) {
    if (!bytes.empty()) return out_.put(bytes);
    const std::size_t begin = out_.size();
    body();
    bytes = out_.from(begin);
  }

  void end(char bracket) {
    if (out_.last() == ',') {
      out_.replace_last(bracket);
    } else {
      out_.put(bracket);
    }
    out_.put(',');
  }

  void quoted(std::string_view text) {
    const char* const end = text.data() + text.size();
    if (end_of_plain_string(text.data(), end) != end) return escaped(text);
    char* at = out_.room(text.size() + 2);
    *at++ = '"';
    std::memcpy(at, text.data(), text.size());
    at += text.size();
    *at++ = '"';
    out_.advance_to(at);
  }
  void escaped(std::string_view text);

  LineMemory& memory_;
  Buffer& out_;
};

}  // namespace co2est::rendering
