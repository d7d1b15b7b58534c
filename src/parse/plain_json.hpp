// Knows plain JSON, as programs write it, and reads it in one pass; all else it declines.
//
// A million lines are read at the speed of this file, and every other text by RapidJSON, which
// also says where a text is wrong: the two agree on each text that this one accepts.
#pragma once

#include <cstddef>
#include <string_view>

#include "parse/plain_number.hpp"
#include "text/bytes.hpp"

namespace co2est {

template <typename Handler>
class PlainJson {
 public:
  /// `text` is UTF-8.
  PlainJson(std::string_view text, Handler& handler)
      : at_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

  /// Sends the events of the text, as RapidJSON's reader would. False: the text has an escape, a
  /// number beyond double or at its end, or a fault, or the handler stopped; the events sent so far
  /// are void.
  bool read() {
    if (!ends_numbers({at_, end_})) return false;
    skip_space();
    if (!value()) return false;
    skip_space();
    return at_ == end_;
  }

 private:
  [[nodiscard]] char next() const { return at_ < end_ ? *at_ : '\0'; }
  bool take(char expected) {
    if (next() != expected) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    for (; at_ < end_ && *at_ <= ' '; ++at_) {
      if (*at_ != ' ' && *at_ != '\n' && *at_ != '\r' && *at_ != '\t') return;
    }
  }

  // The handler refuses the 65th level, and so bounds the recursion.
  bool value() {
    switch (next()) {
      case '"': {
        std::string_view text;
        return string(text) &&
               handler_.String(text.data(), static_cast<unsigned>(text.size()), false);
      }
      case '{':
        return object();
      case '[':
        return array();
      case 't':
        return word("true") && handler_.Bool(true);
      case 'f':
        return word("false") && handler_.Bool(false);
      case 'n':
        return word("null") && handler_.Null();
      default:
        return number();
    }
  }

  bool object() {
    ++at_;
    if (!handler_.StartObject()) return false;
    skip_space();
    unsigned count = 0;
    if (take('}')) return handler_.EndObject(count);
    for (;;) {
      if (next() != '"' || !key()) return false;
      skip_space();
      if (!take(':')) return false;
      skip_space();
      if (!value()) return false;
      ++count;
      skip_space();
      if (take('}')) return handler_.EndObject(count);
      if (!take(',')) return false;
      skip_space();
    }
  }

  bool array() {
    ++at_;
    if (!handler_.StartArray()) return false;
    skip_space();
    unsigned count = 0;
    if (take(']')) return handler_.EndArray(count);
    for (;;) {
      if (!value()) return false;
      ++count;
      skip_space();
      if (take(']')) return handler_.EndArray(count);
      if (!take(',')) return false;
      skip_space();
    }
  }

  bool key() {
    std::string_view name;
    return string(name) && handler_.Key(name.data(), static_cast<unsigned>(name.size()), false);
  }

  bool string(std::string_view& text) {
    const char* const begin = ++at_;
    at_ = end_of_plain_string(begin, end_);
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    return take('"');
  }

  bool word(std::string_view expected) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected)) {
      return false;
    }
    at_ += expected.size();
    return true;
  }

  bool number() {
    const char* const begin = at_;
    double value = 0;
    return at_ < end_ && read_plain_number(at_, value) &&
           handler_.Number(value, {begin, static_cast<std::size_t>(at_ - begin)});
  }

  const char* at_;
  const char* end_;
  Handler& handler_;
};

}  // namespace co2est
