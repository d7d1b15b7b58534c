// Knows how text is laid out on a terminal: widths, columns, wrapping, bars and colour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/render.hpp"

namespace co2est::rendering {

enum class Ink : std::uint8_t { plain, bold, dim, green, cyan, yellow, red };

/// Columns that UTF-8 text takes on a terminal.
std::size_t columns_of(std::string_view text);
/// Without control characters, and without anything but ASCII where the style asks for that.
std::string printable(std::string_view text, const TextStyle& style);
/// Cut to `width` columns, the cut marked.
std::string shortened(std::string_view text, std::size_t width, const TextStyle& style);
std::string left_in(std::string_view text, std::size_t width);
std::string right_in(std::string_view text, std::size_t width);
/// Lines of at most `width` columns, broken at spaces; a longer word stands alone.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);
/// A bar of `share` of `width` columns, filled up with spaces.
std::string bar(double share, std::size_t width, const TextStyle& style);
std::string inked(std::string_view text, Ink ink, const TextStyle& style);

/// A text that grows line by line.
class Page {
 public:
  explicit Page(const TextStyle& style);

  [[nodiscard]] const TextStyle& style() const { return style_; }
  /// Of a table; prose is never wider than 100.
  [[nodiscard]] std::size_t width() const { return width_; }

  /// `left` at the margin and `right` at the other end, or below where both do not fit.
  void title(std::string_view left, std::string_view right);
  /// "  Label     value     detail", the detail wrapped below itself.
  void row(std::string_view label, std::string_view value, std::string_view detail,
           Ink ink = Ink::plain);
  /// "  Label: text", wrapped.
  void remark(std::string_view label, std::string_view text, Ink ink = Ink::plain);
  /// Wrapped lines, all but the first indented by two more.
  void paragraph(std::size_t indent, std::string_view text);
  /// A line that is laid out already.
  void line(std::string_view text);
  void blank() { text_ += '\n'; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  [[nodiscard]] std::size_t prose_width() const;

  TextStyle style_;
  std::size_t width_;
  std::string text_;
};

}  // namespace co2est::rendering
