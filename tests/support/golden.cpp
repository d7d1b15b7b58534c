// How golden files are read, compared and written back.
#include "golden.hpp"

#include <algorithm>
#include <stdexcept>

namespace co2est_tests {
namespace {

const std::string kAny = "{{...}}";
const std::string kNoNewline = "\\ No newline at end of output";

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

bool is_status(const std::string& line) {
  return line.size() > 2 && starts_with(line, "? ") &&
         line.find_first_not_of("0123456789", 2) == std::string::npos;
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// A line of stdout as it is written: behind a backslash if it would read as something else.
std::string escaped(const std::string& line) {
  const bool mark = is_status(line) || starts_with(line, "2> ") || line == "2>" ||
                    starts_with(line, "\\") || starts_with(line, "! ") || starts_with(line, "< ");
  return mark ? "\\" + line : line;
}

/// Whether a line belongs above the expected lines; if so, the block takes it in.
bool take_heading(GoldenBlock& block, const std::string& line) {
  const std::size_t equals = line.find('=');
  if (starts_with(line, "! ") && equals != std::string::npos) {
    block.variables[line.substr(2, equals - 2)] = line.substr(equals + 1);
  } else if (starts_with(line, "< ") || line == "<") {
    block.input += (line.size() > 2 ? line.substr(2) : "") + "\n";
  } else {
    return false;
  }
  block.heading.push_back(line);
  return true;
}

[[noreturn]] void refuse(std::size_t line, const std::string& what) {
  throw std::invalid_argument("line " + std::to_string(line) + ": " + what);
}

void take_command(GoldenBlock& block, const std::string& line, std::size_t number) {
  block.words = split_words(line.substr(2));
  if (block.words.empty() || block.words[0] != "co2est") refuse(number, "not a co2est command");
  block.words.erase(block.words.begin());
  block.heading.push_back(line);
  block.line = static_cast<int>(number);
}

/// With as many {{...}} lines in place of the one that stands for many as there are lines for it.
std::vector<std::string> unfolded(std::vector<std::string> expected,
                                  const std::vector<std::string>& actual) {
  const auto many = std::find(expected.begin(), expected.end(), kAny);
  if (many == expected.end()) return expected;
  const std::size_t others = expected.size() - 1;
  const auto at = expected.erase(many);
  if (actual.size() > others) expected.insert(at, actual.size() - others, kAny);
  return expected;
}

}  // namespace

std::vector<std::string> split_words(const std::string& command) {
  std::vector<std::string> words;
  bool inside = false;
  char quote = '\0';
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == '\0' && c == ' ') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    const bool escapes = c == '\\' && quote != '\'' && i + 1 < command.size();
    if (escapes) {
      words.back() += command[++i];
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote != '\0' && c == quote) {
      quote = '\0';
    } else {
      words.back() += c;
    }
  }
  if (quote != '\0') throw std::invalid_argument("open quote in: " + command);
  return words;
}

std::vector<GoldenBlock> parse_golden(const std::string& text) {
  std::vector<GoldenBlock> blocks;
  GoldenBlock block;
  std::size_t number = 0;
  for (const std::string& line : split_lines(text)) {
    ++number;
    if (block.line == 0) {
      if (starts_with(line, "$ "))
        take_command(block, line, number);
      else if (line.empty() || starts_with(line, "#"))
        block.heading.push_back(line);
      else
        refuse(number, "expected '# ...' or '$ co2est ...', found: " + line);
    } else if (!block.expected.empty() || !take_heading(block, line)) {
      block.expected.push_back(line);
      if (!is_status(line)) continue;
      blocks.push_back(block);
      block = GoldenBlock();
    }
  }
  if (block.line != 0) refuse(number, "the last block has no '? STATUS'");
  if (blocks.empty()) refuse(number, "no '$ co2est ...' in the file");
  return blocks;
}

std::string print_golden(const std::vector<GoldenBlock>& blocks) {
  std::string text;
  for (const GoldenBlock& block : blocks) {
    for (const std::string& line : block.heading)
      text += line + "\n";
    for (const std::string& line : block.expected)
      text += line + "\n";
  }
  return text;
}

std::vector<std::string> golden_lines(const Outcome& outcome) {
  std::vector<std::string> lines;
  for (const std::string& line : split_lines(outcome.out))
    lines.push_back(escaped(line));
  if (!outcome.out.empty() && outcome.out.back() != '\n') lines.push_back(kNoNewline);
  for (const std::string& line : split_lines(outcome.err))
    lines.push_back("2> " + line);
  lines.push_back("? " + std::to_string(outcome.status));
  return lines;
}

bool matches(const std::string& expected, const std::string& actual) {
  std::size_t wild = expected.find(kAny);
  if (wild == std::string::npos) return expected == actual;
  if (!starts_with(actual, expected.substr(0, wild))) return false;
  std::size_t at = wild;
  std::size_t begin = wild + kAny.size();
  while ((wild = expected.find(kAny, begin)) != std::string::npos) {
    const std::string piece = expected.substr(begin, wild - begin);
    at = actual.find(piece, at);
    if (at == std::string::npos) return false;
    at += piece.size();
    begin = wild + kAny.size();
  }
  const std::string tail = expected.substr(begin);
  return actual.size() >= at + tail.size() &&
         actual.compare(actual.size() - tail.size(), tail.size(), tail) == 0;
}

std::string difference(const std::vector<std::string>& wanted,
                       const std::vector<std::string>& actual) {
  const std::vector<std::string> expected = unfolded(wanted, actual);
  std::size_t head = 0;
  const std::size_t shorter = std::min(expected.size(), actual.size());
  while (head < shorter && matches(expected[head], actual[head]))
    ++head;
  if (head == expected.size() && head == actual.size()) return "";
  std::size_t tail = 0;
  while (tail < shorter - head &&
         matches(expected[expected.size() - 1 - tail], actual[actual.size() - 1 - tail])) {
    ++tail;
  }
  std::string text;
  for (std::size_t i = head; i + tail < expected.size(); ++i)
    text += "  - " + expected[i] + "\n";
  for (std::size_t i = head; i + tail < actual.size(); ++i)
    text += "  + " + actual[i] + "\n";
  return text;
}

std::vector<std::string> updated(const std::vector<std::string>& wanted,
                                 const std::vector<std::string>& actual) {
  std::vector<std::string> expected = wanted;
  std::vector<std::string> result;
  const auto many = std::find(wanted.begin(), wanted.end(), kAny);
  if (many != wanted.end() && actual.size() + 1 >= wanted.size()) {
    const auto above = static_cast<std::size_t>(many - wanted.begin());
    const std::size_t below = wanted.size() - above - 1;
    std::vector<std::string> folded(actual.begin(), actual.end());
    folded.erase(folded.begin() + static_cast<std::ptrdiff_t>(above),
                 folded.end() - static_cast<std::ptrdiff_t>(below));
    expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(above));
    result = updated(expected, folded);
    result.insert(result.begin() + static_cast<std::ptrdiff_t>(above), kAny);
    return result;
  }
  auto from = expected.begin();
  for (const std::string& line : actual) {
    const auto kept = std::find_if(from, expected.end(), [&](const std::string& candidate) {
      return candidate != kAny && candidate.find(kAny) != std::string::npos &&
             matches(candidate, line);
    });
    result.push_back(kept == expected.end() ? line : *kept);
    if (kept != expected.end()) from = std::next(kept);
  }
  return result;
}

}  // namespace co2est_tests
