// Knows the arithmetic of columns: what a terminal draws wide, where lines break, how bars fill.
#include "render/layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "text/bytes.hpp"

namespace co2est::rendering {
namespace {

constexpr std::size_t kNarrowest = 60, kWidest = 200, kProse = 100;
constexpr std::size_t kLabel = 11, kValue = 12;  // columns of a row, after two spaces

struct Letter {
  char32_t code = 0;
  std::size_t bytes = 1;
};

/// The next letter of UTF-8; a broken byte is U+FFFD.
Letter letter_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return {0xFFFD, 1};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {0xFFFD, 1};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  return {code, size};
}

/// Where the run of printable ASCII that begins at `at` ends: most of all text, a column a byte.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= ' ' && text[at] <= '~')
    ++at;
  return at;
}

struct Span {
  char32_t first, last;
};

template <std::size_t N>
bool within(const std::array<Span, N>& spans, char32_t code) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](Span s) { return code >= s.first && code <= s.last; });
}

constexpr std::array<Span, 4> kNoWidth{
    {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
constexpr std::array<Span, 8> kDoubleWidth{{{0x1100, 0x115F},
                                            {0x2E80, 0xA4CF},
                                            {0xAC00, 0xD7A3},
                                            {0xF900, 0xFAFF},
                                            {0xFE30, 0xFE6F},
                                            {0xFF00, 0xFF60},
                                            {0x1F300, 0x1FAFF},
                                            {0x20000, 0x3FFFD}}};
// controls, and what turns the direction of a line: a name must not draw outside its place
constexpr std::array<Span, 5> kNotPrintable{
    {{0x0, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFFFD, 0xFFFD}}};

std::size_t columns_of(Letter letter) {
  if (letter.code < kNoWidth.front().first) return 1;  // the first of all unusual ones
  if (within(kNoWidth, letter.code)) return 0;
  return within(kDoubleWidth, letter.code) ? 2 : 1;
}

bool is_unit(std::string_view word) {
  constexpr std::array<std::string_view, 11> kUnits{"%",   "g",   "kg", "t", "Wh", "kWh",
                                                    "MWh", "GWh", "h",  "W", "L"};
  const std::size_t end = word.find_first_of(",.;:)");
  return std::find(kUnits.begin(), kUnits.end(), word.substr(0, end)) != kUnits.end();
}

/// A short aside in brackets stays together, and so does a number with its unit.
std::size_t word_end(std::string_view text) {
  constexpr std::size_t kLongestAside = 30;
  const std::size_t aside = text.starts_with('(') ? text.find(')') : std::string_view::npos;
  std::size_t end = std::min(text.find(' ', aside < kLongestAside ? aside : 0), text.size());
  if (end > 0 && end < text.size() && is_digit(text[end - 1])) {
    const std::size_t next = std::min(text.find(' ', end + 1), text.size());
    if (is_unit(text.substr(end + 1, next - end - 1))) end = next;
  }
  return end;
}

std::string_view code_of(Ink ink) {
  constexpr std::array<std::string_view, 7> kCodes{"0", "1", "2", "32", "36", "33", "31"};
  return kCodes.at(static_cast<std::size_t>(ink));
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = end_of_plain(text, 0);
  for (std::size_t at = columns; at < text.size();) {
    const Letter letter = letter_at(text, at);
    columns += columns_of(letter);
    at += letter.bytes;
  }
  return columns;
}

std::string printable(std::string_view text, const TextStyle& style) {
  std::size_t at = end_of_plain(text, 0);
  std::string result(text.substr(0, at));
  while (at < text.size()) {
    const Letter letter = letter_at(text, at);
    const bool bad = within(kNotPrintable, letter.code) || (!style.utf8 && letter.code >= 0x80);
    result += bad ? std::string_view("?") : text.substr(at, letter.bytes);
    at += letter.bytes;
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t width, const TextStyle& style) {
  if (columns_of(text) <= width) return std::string(text);
  const std::string_view mark = style.utf8 ? "…" : "..";
  const std::size_t room = width - std::min(width, columns_of(mark));
  std::size_t at = 0;
  for (std::size_t columns = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    columns += columns_of(letter);
    if (columns > room) break;
    at += letter.bytes;
  }
  return std::string(text.substr(0, at)).append(mark);
}

std::string left_in(std::string_view text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return std::string(text).append(width > columns ? width - columns : 0, ' ');
}

std::string right_in(std::string_view text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return std::string(width > columns ? width - columns : 0, ' ').append(text);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;  // columns of the last line
  while (!text.empty()) {
    const std::size_t end = word_end(text);
    const std::string_view word = text.substr(0, end);
    const std::size_t columns = columns_of(word);
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
      used = columns;
    } else if (used + 1 + columns <= width) {
      line.append(" ").append(word);
      used += 1 + columns;
    } else {
      lines.emplace_back(word);
      used = columns;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string bar(double share, std::size_t width, const TextStyle& style) {
  constexpr std::array<std::string_view, 8> kEighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double filled = std::clamp(share, 0.0, 1.0) * static_cast<double>(width);
  std::string text;
  if (style.utf8) {
    const auto eighths = static_cast<std::size_t>(std::lround(filled * 8));
    for (std::size_t i = 0; i < eighths / 8; ++i)
      text += "█";
    text += kEighths.at(eighths % 8);
    if (eighths == 0 && share > 0) text = kEighths[1];
  } else {
    text.assign(static_cast<std::size_t>(std::lround(filled)), '#');
    if (text.empty() && share > 0) text += '.';
  }
  return left_in(text, width);
}

std::string inked(std::string_view text, Ink ink, const TextStyle& style) {
  if (!style.colour || ink == Ink::plain || text.empty()) return std::string(text);
  std::string result = "\x1b[";
  return result.append(code_of(ink)).append("m").append(text).append("\x1b[0m");
}

Page::Page(const TextStyle& style)
    : style_(style), width_(std::clamp(style.width, kNarrowest, kWidest)) {}

std::size_t Page::prose_width() const {
  return std::min(width_, kProse);
}

void Page::title(std::string_view left, std::string_view right) {
  const std::size_t width = prose_width();
  const std::string name = shortened(left, width, style_);
  text_ += inked(name, Ink::bold, style_);
  const std::size_t used = columns_of(name) + columns_of(right);
  if (right.empty()) {
    text_ += '\n';
  } else if (used + 2 <= width) {
    text_.append(width - used, ' ').append(inked(right, Ink::dim, style_)).append("\n");
  } else {
    text_ += '\n';
    for (const std::string& part : wrapped(right, width - 2)) {
      text_.append("  ").append(inked(part, Ink::dim, style_)).append("\n");
    }
  }
}

void Page::row(std::string_view label, std::string_view value, std::string_view detail, Ink ink) {
  const std::string shown = left_in(value, kValue);
  const bool long_value = columns_of(value) + 2 > kValue;
  std::string first(2, ' ');
  first += inked(left_in(label, kLabel), Ink::dim, style_);
  first += inked(long_value ? std::string(value) + "  " : shown, ink, style_);
  const std::size_t column = 2 + kLabel + std::max(kValue, columns_of(value) + 2);
  const std::string margin(column, ' ');
  const auto lines = wrapped(detail, prose_width() - std::min(column, prose_width()));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    line((i == 0 ? first : margin) + lines[i]);
  }
}

void Page::remark(std::string_view label, std::string_view text, Ink ink) {
  std::string head(label);
  head += ':';
  std::string whole = head;
  whole.append(" ").append(text);
  const auto lines = wrapped(whole, prose_width() - 4);
  std::string first(2, ' ');
  first.append(inked(head, ink, style_)).append(lines.front(), head.size());
  line(first);
  std::string margin(4, ' ');
  for (std::size_t i = 1; i < lines.size(); ++i)
    line(margin + lines[i]);
}

void Page::paragraph(std::size_t indent, std::string_view text) {
  std::string margin(indent, ' ');
  for (const std::string& part : wrapped(text, prose_width() - indent - 2)) {
    line(margin + part);
    margin.assign(indent + 2, ' ');
  }
}

void Page::line(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  text_.append(text.substr(0, last == std::string_view::npos ? 0 : last + 1)).append("\n");
}

}  // namespace co2est::rendering
