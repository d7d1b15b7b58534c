// Knows CSV as RFC 4180 writes it: records, quoted cells, and where in a file each one stands.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace co2est::csv {

/// Reads one record after the other. Cells are views into the text; a quoted cell with doubled
/// quotes is unescaped into storage of the reader, which must live as long as the cells are used.
class Reader {
 public:
  explicit Reader(std::string_view text, std::size_t first_line = 1);

  /// The next record into `cells`; false at the end. Empty lines are passed over. LF and CRLF end
  /// a record. Throws Error (input) on a quote that does not close or stands inside a bare cell.
  bool next(std::vector<std::string_view>& cells);

  /// The line on which the last record began, from 1.
  [[nodiscard]] std::size_t line() const { return line_; }
  /// Where in the text the next record begins, or empty lines before it.
  [[nodiscard]] std::size_t offset() const { return at_; }
  /// Moves storage of unescaped cells to a new owner.
  std::list<std::string> take_storage() { return std::move(storage_); }

 private:
  std::string_view quoted_cell();
  std::string_view bare_cell();
  bool skip_empty_lines();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
  std::size_t next_line_;
  std::list<std::string> storage_;
};

/// A cell as CSV writes it: quoted where it holds a comma, a quote or a line end.
std::string quoted(std::string_view cell);

}  // namespace co2est::csv
