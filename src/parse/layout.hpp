// Knows the layout of a line: the bytes between its values, and what became of each value.
//
// Programs write lines that differ in their values alone. Keys, brackets and what is required have
// been checked once; the values of the next line replace those of the line before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parse/fields.hpp"

namespace co2est {

/// What happened at one place of a text, after the bytes `before` it.
struct LayoutStep {
  enum class Act : std::uint8_t { open, close, text, number, tag };

  Act act = Act::open;
  ObjectType object = ObjectType::document;  ///< that is opened or closed
  const FieldRow* field = nullptr;           ///< whose text or number stands here
  std::string_view before;                   ///< the bytes since the last value
};

/// Notes one text while it is read, and keeps its layout if nothing in it spoke against that.
class Layout {
 public:
  using Act = LayoutStep::Act;

  [[nodiscard]] const std::vector<LayoutStep>& steps() const { return steps_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }  ///< after the last value

  /// Forgets the layout and notes that of `text`, whose values come as parts of it.
  void note(std::string_view text);
  /// The text is wrong, or has what no layout covers.
  void give_up() { noting_ = false; }
  /// The text has been read. Whether its layout is kept.
  bool finish();

  void open(ObjectType object) { add({.act = Act::open, .object = object}); }
  void close(ObjectType object) { add({.act = Act::close, .object = object}); }
  /// A number, or a string without its quotes.
  void value(Act act, const FieldRow& field, std::string_view value) {
    add({.act = act, .field = &field}, value);
  }
  void tag(std::string_view value) { add({.act = Act::tag}, value); }

 private:
  void add(LayoutStep step) {
    if (noting_) steps_.push_back(step);
  }
  void add(LayoutStep step, std::string_view value);
  [[nodiscard]] std::string_view own(const char* begin, const char* end) const;

  bool noting_ = false;
  std::string_view noted_;      ///< the text, while it is noted
  const char* last_ = nullptr;  ///< the end of its last value
  std::string text_;            ///< a copy: what the layout's views point into
  std::vector<LayoutStep> steps_;
  std::string_view rest_;
};

}  // namespace co2est
