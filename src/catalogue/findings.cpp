#include "catalogue/findings.hpp"

#include <utility>

#include "catalogue/embedded.hpp"
#include "catalogue/rules.hpp"

namespace co2est {

namespace {

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

const TableText& shipped_table(std::string_view name) {
  const auto embedded = embedded_tables();
  return *std::find_if(embedded.begin(), embedded.end(),
                       [&](const TableText& table) { return table.name == name; });
}

}  // namespace

CheckedTables::CheckedTables(const Catalogue& catalogue)
    : catalogue_(catalogue), texts_(catalogue.tables()) {
  for (const TableText& text : texts_) {
    const TableText& shipped = shipped_table(text.name);
    try {
      if (first_line(text.text) == first_line(shipped.text)) {
        tables_.push_back(read_rows(text));
        continue;
      }
    } catch (const Error&) {  // told by the check of cells
    }
    tables_.push_back({text.name, shipped_.emplace_back(read_rows(shipped)).columns, {}, {}, {}});
  }
}

const TableRows& CheckedTables::named(std::string_view name) const {
  for (const TableRows& table : tables_) {
    if (table.name == name) return table;
  }
  throw Error(ErrorKind::environment,
              Problem{"catalogue", "has no table \"" + std::string(name) + "\"", ""});
}

bool CheckedTables::is_readable(std::string_view name) const {
  return std::none_of(shipped_.begin(), shipped_.end(),
                      [&](const TableRows& rows) { return rows.name == name; });
}

const TableText& CheckedTables::text_of(const TableRows& table) const {
  return texts_[static_cast<std::size_t>(&table - tables_.data())];
}

std::set<std::string_view> CheckedTables::values(std::string_view table,
                                                 std::string_view column) const {
  const auto instead = std::find_if(shipped_.begin(), shipped_.end(),
                                    [&](const TableRows& rows) { return rows.name == table; });
  const TableRows& rows = instead != shipped_.end() ? *instead : named(table);
  const std::size_t at = rows.column(column);
  std::set<std::string_view> values;
  if (at == rows.columns.size()) return values;
  for (const auto& row : rows.rows) {
    if (!row[at].empty()) values.insert(row[at]);
  }
  return values;
}

void Findings::add(const TableRows& table, std::size_t row, std::string_view column,
                   std::string what, std::string hint) {
  if (!column.empty()) what.insert(0, "column \"" + std::string(column) + "\" ");
  add({place_of(tables_.text_of(table)) + ":" + std::to_string(table.lines[row]), std::move(what),
       std::move(hint)});
}

void Findings::add(Problem problem) {
  if (problems_.size() < kMost)
    problems_.push_back(std::move(problem));
  else
    ++more_;
}

std::string Findings::holds(std::string_view cell) {
  return "holds \"" + std::string(cell) + "\"";
}

}  // namespace co2est
