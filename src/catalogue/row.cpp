// Knows how a cell of a table becomes a value, and what to say where it does not.
#include "catalogue/row.hpp"

#include <charconv>

#include "catalogue/rules.hpp"
#include "co2est/error.hpp"
#include "text/enum_names.hpp"
#include "text/number_in.hpp"

namespace co2est {

void Record::fail(const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::input, Problem{place_of(table) + ":" + std::to_string(line), what, hint});
}

void Record::fail_count(std::size_t columns) const {
  fail("has " + std::to_string(cells.size()) + " cells instead of " + std::to_string(columns),
       "quote cells that hold a comma");
}

std::string Record::column_text(std::size_t column) const {
  return "column \"" + std::string(column_name(header, column)) + "\"";
}

std::optional<double> Record::number(std::size_t column) const {
  const std::string_view cell = cells[column];
  if (cell.empty()) return std::nullopt;
  const std::optional<double> value = number_in(cell);
  if (!value) {
    fail(column_text(column) + " holds \"" + std::string(cell) + "\", which is not a number",
         "write a plain decimal, or leave the cell empty");
  }
  return value;
}

double Record::required(std::size_t column) const {
  const std::optional<double> value = number(column);
  if (!value) fail(column_text(column) + " is empty", "this figure is required");
  return *value;
}

int Record::integer(std::size_t column) const {
  const std::string_view cell = cells[column];
  int value = 0;  // years and ranks, the most frequent figures of all
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error == std::errc{} && end == cell.data() + cell.size()) return value;
  return static_cast<int>(number(column).value_or(0));
}

Accounting Record::accounting(std::size_t column) const {
  const auto value = value_in<Accounting>(kAccountingNames, cells[column]);
  if (!value) {
    fail("unknown accounting \"" + std::string(cells[column]) + "\"", "use lifecycle or direct");
  }
  return *value;
}

}  // namespace co2est
