#include "csv/csv.hpp"

#include <algorithm>

#include "co2est/error.hpp"
#include "text/bytes.hpp"

namespace co2est::csv {
namespace {

[[noreturn]] void fail(std::size_t line, const char* what, const char* hint) {
  throw Error(ErrorKind::input, Problem{"line " + std::to_string(line), what, hint});
}

}  // namespace

Reader::Reader(std::string_view text, std::size_t first_line)
    : text_(text), next_line_(first_line) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

bool Reader::skip_empty_lines() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_] == '\n') ++next_line_;
    ++at_;
  }
  return at_ < text_.size();
}

std::string_view Reader::bare_cell() {
  const std::size_t begin = at_;
  const char* data = text_.data();
  at_ = static_cast<std::size_t>(end_of_bare_cell(data + at_, data + text_.size()) - data);
  if (at_ < text_.size() && data[at_] == '"') {
    fail(line_, "a quote inside a bare cell", "quote the whole cell");
  }
  std::size_t end = at_;
  if (end > begin && data[end - 1] == '\r' && (at_ == text_.size() || data[at_] == '\n')) --end;
  return text_.substr(begin, end - begin);
}

std::string_view Reader::quoted_cell() {
  const std::size_t begin = ++at_;
  bool doubled = false;
  for (;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos)
      fail(line_, "a quote that is not closed", "double a quote that belongs to the cell");
    next_line_ +=
        static_cast<std::size_t>(std::count(text_.data() + at_, text_.data() + quote, '\n'));
    at_ = quote + 1;
    if (at_ >= text_.size() || text_[at_] != '"') break;
    doubled = true;
    ++at_;
  }
  const std::string_view raw = text_.substr(begin, at_ - 1 - begin);
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') {
    fail(line_, "text after a closing quote", "double a quote that belongs to the cell");
  }
  if (!doubled) return raw;
  std::string& cell = storage_.emplace_back();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    cell.push_back(raw[i]);
    if (raw[i] == '"') ++i;
  }
  return cell;
}

bool Reader::next(std::vector<std::string_view>& cells) {
  cells.clear();
  if (!skip_empty_lines()) return false;
  line_ = next_line_;
  for (;;) {
    const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
    cells.push_back(is_quoted ? quoted_cell() : bare_cell());
    if (at_ >= text_.size()) return true;
    if (text_[at_++] == '\n') {
      ++next_line_;
      return true;
    }
  }
}

std::string quoted(std::string_view cell) {
  if (cell.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(cell);
  std::string text = "\"";
  for (char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

}  // namespace co2est::csv
