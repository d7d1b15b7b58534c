#include "catalogue/header.hpp"

#include <algorithm>

#include "co2est/error.hpp"

namespace co2est {

std::string place_of(const TableText& table) {
  return table.file.empty() ? std::string(table.name) + ".csv" : std::string(table.file);
}

std::size_t column_count(std::string_view header) {
  return static_cast<std::size_t>(std::count(header.begin(), header.end(), ',')) + 1;
}

std::vector<std::string_view> column_names(std::string_view header) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < column_count(header); ++i)
    names.push_back(column_name(header, i));
  return names;
}

std::string_view column_name(std::string_view header, std::size_t column) {
  for (; column > 0; --column)
    header.remove_prefix(header.find(',') + 1);
  return header.substr(0, header.find(','));
}

void check_header(const TableText& table, std::string_view header, csv::Reader& reader) {
  if (table.text.starts_with("\xEF\xBB\xBF")) {
    throw Error(ErrorKind::input, Problem{place_of(table) + ":1", "begins with a byte order mark",
                                          "save the file as UTF-8 without one (BOM)"});
  }
  const std::size_t length = std::min(table.text.find_first_of("\r\n"), table.text.size());
  std::vector<std::string_view> cells;
  if (table.text.substr(0, length) != header || !reader.next(cells)) {
    throw Error(ErrorKind::input,
                Problem{place_of(table) + ":1", "has not the columns of this table",
                        "the first line must be: " + std::string(header)});
  }
}

}  // namespace co2est
