// Knows how the text of a table becomes rows, once, when they are first asked for.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalogue/embedded.hpp"
#include "catalogue/lookup.hpp"
#include "catalogue/names.hpp"
#include "catalogue/row.hpp"
#include "catalogue/rules.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"

namespace co2est {

template <typename Row>
class Table {
 public:
  explicit Table(const TableText& table)
      : table_(table),
        names_(is_replaced() ? std::span<const NamedRow>() : embedded_names(table.name)) {}

  [[nodiscard]] std::string_view text() const { return table_.text; }
  [[nodiscard]] std::string_view file() const { return table_.file; }

  /// Throws Error (input) with what breaks the rules of data/README.md.
  void check(RowRules& rules) const { load(&rules); }
  [[nodiscard]] RowRules rules() const { return RowRules(table_, header_of<Row>()); }

  /// In the order of the table, or by rank where the rows have one.
  /// Throws Error (input) where the table breaks its columns.
  const std::vector<Row>& rows() const {
    if (!parsed_.load(std::memory_order_acquire)) load(nullptr);
    return rows_;
  }

  /// The rows whose first cell is `key`; of an embedded table the others are not parsed.
  std::vector<Row> rows_with_key(std::string_view key) const {
    std::vector<Row> rows;
    if (is_replaced()) {
      std::copy_if(this->rows().begin(), this->rows().end(), std::back_inserter(rows),
                   [&](const Row& row) { return key_of(row) == key; });
      return rows;
    }
    const std::string_view lines = lines_with_key(table_.text, key);
    csv::Reader reader(lines);
    parse(reader, lines_in(lines), rows);
    return rows;
  }

  /// The last row whose first cell is `key`, or none; of an embedded table it alone is parsed.
  std::optional<Row> last_row_with_key(std::string_view key) const {
    std::vector<Row> rows;
    if (is_replaced()) {
      rows = rows_with_key(key);
    } else if (std::string_view lines = lines_with_key(table_.text, key); !lines.empty()) {
      lines.remove_prefix(lines.find_last_of('\n', lines.size() - 2) + 1);
      csv::Reader reader(lines);
      parse(reader, 1, rows);
    }
    return rows.empty() ? std::nullopt : std::optional<Row>(rows.back());
  }

  /// The first row whose first cell is `key`, or none; of an embedded table the others are not
  /// parsed.
  const Row* row_with_key(std::string_view key) const {
    if (is_replaced()) {
      const auto at = std::find_if(rows().begin(), rows().end(),
                                   [&](const Row& row) { return key_of(row) == key; });
      return at == rows().end() ? nullptr : &*at;
    }
    const std::string_view lines = lines_with_key(table_.text, key);
    if (lines.empty()) return nullptr;
    return row_at(static_cast<std::size_t>(lines.data() - table_.text.data()));
  }

  /// The rows with a code or name that is `name` after folding, in the order of the table. With an
  /// index of names the others are not parsed.
  std::vector<const Row*> rows_named(std::string_view name) const {
    const std::string wanted = folded<Row>(name);
    std::vector<const Row*> named;
    if (names_.empty()) {
      for (const Row& row : rows()) {
        if (is_named(row, wanted)) named.push_back(&row);
      }
      return named;
    }
    auto at = std::lower_bound(
        names_.begin(), names_.end(), wanted,
        [](const NamedRow& entry, std::string_view key) { return entry.name < key; });
    for (; at != names_.end() && at->name == wanted; ++at)
      named.push_back(row_at(at->offset));
    return named;
  }

  /// The rows with a folded name that `fits`, each once; with an index only these are parsed.
  template <typename Fits>
  std::vector<const Row*> rows_that(Fits fits) const {
    std::vector<const Row*> fitting;
    const auto add = [&](std::string_view name, auto row) {
      if (!fits(name)) return;
      const Row* found = row();
      if (std::find(fitting.begin(), fitting.end(), found) == fitting.end())
        fitting.push_back(found);
    };
    for (const auto& [name, offset] : names_)
      add(name, [&, at = offset] { return row_at(at); });
    if (!names_.empty()) return fitting;
    for (const Row& row : rows()) {
      for_each_name(row,
                    [&](std::string_view name) { add(folded<Row>(name), [&] { return &row; }); });
    }
    return fitting;
  }

 private:
  /// Whether the text is a user's, who may write blank lines and line ends within cells.
  [[nodiscard]] bool is_replaced() const { return !table_.file.empty(); }

  /// Parses all rows once, under rules where there are some.
  void load(RowRules* rules) const {
    // No std::call_once: an exception cannot leave pthread_once where libgcc is linked statically.
    const std::scoped_lock lock(parse_mutex_);
    if (parsed_.load(std::memory_order_relaxed)) return;
    rows_.clear();
    csv::Reader reader(table_.text);
    check_header(table_, header_of<Row>(), reader);
    parse(reader, lines_in(table_.text), rows_, rules);
    if (rules != nullptr) rules->finish();
    if constexpr (requires(const Row& row) { row.rank; }) {
      std::stable_sort(rows_.begin(), rows_.end(),
                       [](const Row& a, const Row& b) { return a.rank < b.rank; });
    }
    parsed_.store(true, std::memory_order_release);
  }

  /// The row that begins there, parsed once.
  const Row* row_at(std::size_t offset) const {
    const std::scoped_lock lock(single_mutex_);
    const auto known = single_.find(offset);
    if (known != single_.end()) return &known->second;
    csv::Reader reader(table_.text.substr(offset));
    std::vector<Row> rows;
    parse(reader, 1, rows);
    return &single_.emplace(offset, rows.front()).first->second;
  }

  /// No fewer than the rows of a text; searching from line to line is faster than counting bytes.
  static std::size_t lines_in(std::string_view text) {
    std::size_t lines = 1;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at)
      ++lines;
    return lines;
  }

  /// Appends the next rows, `most` of them at most; with rules, those that keep them.
  void parse(csv::Reader& reader, std::size_t most, std::vector<Row>& rows,
             RowRules* rules = nullptr) const {
    std::vector<std::string_view> cells;
    const std::size_t columns = column_count(header_of<Row>());
    rows.reserve(most);
    cells.reserve(columns);
    while (rows.size() < most && reader.next(cells)) {
      const Record record{cells, table_, header_of<Row>(), reader.line()};
      if (rules != nullptr) {
        read_under(*rules, record, rows);
        continue;
      }
      if (cells.size() != columns) record.fail_count(columns);
      rows.push_back(read_row<Row>(record));
    }
    std::list<std::string> unescaped = reader.take_storage();
    if (unescaped.empty()) return;
    const std::scoped_lock lock(storage_mutex_);
    storage_.splice(storage_.end(), unescaped);
  }

  static void read_under(RowRules& rules, const Record& record, std::vector<Row>& rows) {
    if (!rules.accept(record.cells, record.line)) return;
    try {
      rows.push_back(read_row<Row>(record));
    } catch (const Error& error) {
      rules.add(error);
    }
  }

  TableText table_;
  mutable std::mutex parse_mutex_;
  mutable std::atomic<bool> parsed_{false};
  mutable std::vector<Row> rows_;
  std::span<const NamedRow> names_;
  mutable std::mutex single_mutex_;
  mutable std::map<std::size_t, Row> single_;  // by where the row begins
  mutable std::mutex storage_mutex_;
  mutable std::list<std::string> storage_;
};

}  // namespace co2est
