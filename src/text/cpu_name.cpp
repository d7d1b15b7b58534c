#include "text/cpu_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "text/bytes.hpp"

namespace co2est {
namespace {

constexpr auto kMarks = std::to_array<std::string_view>(
    {"(r)", "(tm)", "(c)", "\u00ae", "\u2122", "\u00a0"});  // the last is a hard blank
constexpr auto kIdle = std::to_array<std::string_view>({"intel", "amd", "cpu", "processor", "apu"});
constexpr auto kCounts = std::to_array<std::string_view>(
    {"dual", "triple", "quad", "six", "eight", "twelve", "sixteen"});
constexpr auto kRemarks = std::to_array<std::string_view>({"with", "w/", "radeon"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

/// "11th"
bool is_ordinal(std::string_view word) {
  constexpr auto kEnds = std::to_array<std::string_view>({"st", "nd", "rd", "th"});
  return word.size() > 2 && is_number(word.substr(0, word.size() - 2)) &&
         is_one_of(kEnds, word.substr(word.size() - 2));
}

/// "2.60ghz"
bool is_clock(std::string_view word) {
  return word.size() > 3 && is_digit(word.front()) &&
         (word.ends_with("ghz") || word.ends_with("mhz"));
}

/// Lower case, blanks for trade marks, nothing from a bracket, comma or '@' on.
std::string plain_text(std::string_view name) {
  std::string text;
  text.reserve(name.size());
  for (const char c : name)
    text.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  for (const std::string_view mark : kMarks) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
      text.replace(at, mark.size(), 1, ' ');
  }
  text.resize(std::min(text.find_first_of("(,@"), text.size()));
  return text;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view kBetween = " _-\t";
  for (std::size_t begin = text.find_first_not_of(kBetween); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kBetween, end);
  }
  return words;
}

/// How many words from `at` on belong together and name no model: "11th gen", "64 core", "cpu".
std::size_t idle_words(const std::vector<std::string_view>& words, std::size_t at) {
  const std::string_view word = words[at];
  const std::string_view next = at + 1 < words.size() ? words[at + 1] : std::string_view();
  const bool cores = next == "core" || next == "cores";
  if (cores && (is_number(word) || is_one_of(kCounts, word))) return 2;
  if (next == "gen" && is_ordinal(word)) return 2;
  return is_one_of(kIdle, word) || is_clock(word) ? 1 : 0;
}

/// Whether the series is clear without its brand: the i7 of a Core, the E5 of a Xeon.
bool has_spare_brand(const std::vector<std::string_view>& words) {
  constexpr auto kXeons = std::to_array<std::string_view>({"e3", "e5", "e7"});
  constexpr auto kCores = std::to_array<std::string_view>({"i3", "i5", "i7", "i9"});
  return words.size() > 1 && ((words[0] == "xeon" && is_one_of(kXeons, words[1])) ||
                              (words[0] == "core" && is_one_of(kCores, words[1])));
}

}  // namespace

std::string fold_cpu(std::string_view name) {
  const std::string text = plain_text(name);
  const std::vector<std::string_view> words = words_of(text);
  std::vector<std::string_view> kept;
  for (std::size_t at = 0; at < words.size() && !is_one_of(kRemarks, words[at]);) {
    const std::size_t idle = idle_words(words, at);
    if (idle == 0) kept.push_back(words[at]);
    at += std::max<std::size_t>(idle, 1);
  }
  if (kept.size() > 1 && kept.back() == "0") kept.pop_back();  // "E5-2670 0": a first version
  std::string folded;
  for (std::size_t at = has_spare_brand(kept) ? 1 : 0; at < kept.size(); ++at)
    folded += kept[at];
  return folded;
}

}  // namespace co2est
