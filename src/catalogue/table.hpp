// Knows how the text of a table becomes rows, once, when they are first asked for.
#pragma once

#include <algorithm>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "catalogue/row.hpp"
#include "csv/csv.hpp"

namespace co2est {

template <typename Row>
class Table {
 public:
  Table(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  [[nodiscard]] std::string_view text() const { return text_; }

  /// In the order of the table, or by rank where the rows have one.
  /// Throws Error (input) where the table breaks its columns.
  const std::vector<Row>& rows() const {
    std::call_once(once_, [this] {
      parse(text_, true, rows_);
      if constexpr (requires(const Row& row) { row.rank; }) {
        std::stable_sort(rows_.begin(), rows_.end(),
                         [](const Row& a, const Row& b) { return a.rank < b.rank; });
      }
    });
    return rows_;
  }

  /// Rows of some lines of the table, header not among them.
  std::vector<Row> rows_of(std::string_view lines) const {
    std::vector<Row> rows;
    parse(lines, false, rows);
    return rows;
  }

 private:
  void parse(std::string_view text, bool has_header, std::vector<Row>& rows) const {
    csv::Reader reader(text);
    std::vector<std::string_view> cells;
    if (has_header) check_header(reader, cells);
    const std::size_t columns = column_count();
    while (reader.next(cells)) {
      const Record record{cells, name_, reader.line()};
      if (cells.size() != columns) {
        record.fail(
            "has " + std::to_string(cells.size()) + " cells instead of " + std::to_string(columns),
            "quote cells that hold a comma");
      }
      rows.push_back(read_row<Row>(record));
    }
    std::deque<std::string> unescaped = reader.take_storage();
    if (unescaped.empty()) return;
    const std::scoped_lock lock(storage_mutex_);
    storage_.push_back(std::move(unescaped));  // moving a deque keeps its elements in place
  }

  void check_header(csv::Reader& reader, std::vector<std::string_view>& cells) const {
    const std::size_t length = std::min(text_.find_first_of("\r\n"), text_.size());
    if (!reader.next(cells) || text_.substr(0, length) != header_of<Row>()) {
      const Record record{cells, name_, 1};
      record.fail("has not the columns of this table",
                  "the first line must be: " + std::string(header_of<Row>()));
    }
  }

  static std::size_t column_count() {
    std::size_t count = 1;
    for (char c : header_of<Row>())
      count += c == ',';
    return count;
  }

  std::string_view name_;
  std::string_view text_;
  mutable std::once_flag once_;
  mutable std::vector<Row> rows_;
  mutable std::mutex storage_mutex_;
  mutable std::deque<std::deque<std::string>> storage_;
};

}  // namespace co2est
