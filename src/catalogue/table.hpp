// Knows how the text of a table becomes rows, once, when they are first asked for.
#pragma once

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "catalogue/row.hpp"
#include "catalogue/rules.hpp"
#include "csv/csv.hpp"

namespace co2est {

template <typename Row>
class Table {
 public:
  explicit Table(const TableText& table) : table_(table) {}

  [[nodiscard]] std::string_view text() const { return table_.text; }
  [[nodiscard]] std::string_view file() const { return table_.file; }

  /// Throws Error (input) with what breaks the rules of data/README.md.
  void check() const {
    check_rules(table_, header_of<Row>());
    rows();
  }

  /// In the order of the table, or by rank where the rows have one.
  /// Throws Error (input) where the table breaks its columns.
  const std::vector<Row>& rows() const {
    if (parsed_.load(std::memory_order_acquire)) return rows_;
    // No std::call_once: an exception cannot leave pthread_once where libgcc is linked statically.
    const std::scoped_lock lock(parse_mutex_);
    if (parsed_.load(std::memory_order_relaxed)) return rows_;
    rows_.clear();
    parse(table_.text, true, rows_);
    if constexpr (requires(const Row& row) { row.rank; }) {
      std::stable_sort(rows_.begin(), rows_.end(),
                       [](const Row& a, const Row& b) { return a.rank < b.rank; });
    }
    parsed_.store(true, std::memory_order_release);
    return rows_;
  }

  /// Rows of some lines of the table, header not among them.
  std::vector<Row> rows_of(std::string_view lines) const {
    std::vector<Row> rows;
    parse(lines, false, rows);
    return rows;
  }

 private:
  /// No fewer than the rows of a text; searching from line to line is faster than counting bytes.
  static std::size_t lines_in(std::string_view text) {
    std::size_t lines = 1;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at)
      ++lines;
    return lines;
  }

  void parse(std::string_view text, bool has_header, std::vector<Row>& rows) const {
    csv::Reader reader(text);
    std::vector<std::string_view> cells;
    if (has_header) check_header(table_, header_of<Row>(), reader);
    const std::size_t columns = column_count(header_of<Row>());
    rows.reserve(lines_in(text));
    while (reader.next(cells)) {
      const Record record{cells, table_, header_of<Row>(), reader.line()};
      if (cells.size() != columns) record.fail_count(columns);
      rows.push_back(read_row<Row>(record));
    }
    std::deque<std::string> unescaped = reader.take_storage();
    if (unescaped.empty()) return;
    const std::scoped_lock lock(storage_mutex_);
    storage_.push_back(std::move(unescaped));  // moving a deque keeps its elements in place
  }

  TableText table_;
  mutable std::mutex parse_mutex_;
  mutable std::atomic<bool> parsed_{false};
  mutable std::vector<Row> rows_;
  mutable std::mutex storage_mutex_;
  mutable std::deque<std::deque<std::string>> storage_;
};

}  // namespace co2est
