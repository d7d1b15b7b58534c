#include "catalogue/findings.hpp"

#include <utility>

#include "catalogue/rules.hpp"

namespace co2est {

CheckedTables::CheckedTables(const Catalogue& catalogue)
    : catalogue_(catalogue), texts_(catalogue.tables()) {
  for (const TableText& text : texts_) {
    try {
      tables_.push_back(read_rows(text));
    } catch (const Error&) {  // told by the check of cells
      tables_.push_back({text.name, {}, {}, {}, {}});
    }
  }
}

const TableRows& CheckedTables::named(std::string_view name) const {
  for (const TableRows& table : tables_) {
    if (table.name == name) return table;
  }
  throw Error(ErrorKind::environment,
              Problem{"catalogue", "has no table \"" + std::string(name) + "\"", ""});
}

const TableText& CheckedTables::text_of(const TableRows& table) const {
  return texts_[static_cast<std::size_t>(&table - tables_.data())];
}

std::set<std::string_view> CheckedTables::values(std::string_view table,
                                                 std::string_view column) const {
  const TableRows& rows = named(table);
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

std::vector<Problem> Findings::take() {
  if (more_ > 0) {
    problems_.push_back({"", "and " + std::to_string(more_) + " more of this kind", ""});
    more_ = 0;
  }
  return std::move(problems_);
}

}  // namespace co2est
