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
#include "text/bytes.hpp"

namespace co2est {

/// One value of a text, or the end of an interval, after the bytes `before` it.
struct LayoutStep {
  enum class Act : std::uint8_t { text, number, tag, interval_end };

  Act act = Act::text;
  const FieldRow* field = nullptr;  ///< whose text or number stands here
  std::string_view before;          ///< the bytes since the last value
  bool aims = false;                ///< the first value of a device or an interval
  // Which of each kind the value belongs to, counted from 0; `interval` within the device.
  std::uint32_t device = 0, interval = 0, tag = 0;
  ShortText last;           ///< the value of the line before, which the document holds
  std::uint8_t misses = 0;  ///< how often in a row the next line had another
};

/// Notes one text while it is read, and keeps its layout if nothing in it spoke against that.
class Layout {
 public:
  using Act = LayoutStep::Act;
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);  // 0 comes after it

  [[nodiscard]] std::vector<LayoutStep>& steps() { return steps_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }  ///< after the last value

  /// Forgets the layout and notes that of `text`, whose values come as parts of it.
  void note(std::string_view text);
  /// The text is wrong, or has what no layout covers.
  void give_up() { noting_ = false; }
  /// The text has been read. Whether its layout is kept.
  bool finish();

  void open_device();
  void open_interval();
  void close_interval() { add(Act::interval_end, nullptr, {last_, 0}); }
  /// A number, or a string without its quotes.
  void value(Act act, const FieldRow& field, std::string_view value) { add(act, &field, value); }
  void tag(std::string_view value);

 private:
  void add(Act act, const FieldRow* field, std::string_view value);
  [[nodiscard]] std::string_view own(const char* begin, const char* end) const;

  bool noting_ = false;
  std::string_view noted_;      ///< the text, while it is noted
  const char* last_ = nullptr;  ///< the end of its last value
  LayoutStep now_;              ///< what the next value belongs to
  std::string text_;            ///< a copy: what the layout's views point into, and read beyond
  std::vector<LayoutStep> steps_;
  std::string_view rest_;
};

}  // namespace co2est
