#include "catalogue/table_rows.hpp"

#include <algorithm>

#include "catalogue/lookup.hpp"
#include "csv/csv.hpp"

namespace co2est {

std::size_t TableRows::column(std::string_view wanted) const {
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), wanted) -
                                  columns.begin());
}

std::string_view TableRows::cell(std::size_t row, std::string_view wanted) const {
  const std::size_t at = column(wanted);
  return at < columns.size() ? rows[row][at] : std::string_view();
}

TableRows read_rows(const TableText& table) {
  TableRows read;
  read.name = table.name;
  csv::Reader reader(table.text);
  reader.next(read.columns);
  std::vector<std::string_view> cells;
  while (reader.next(cells)) {
    cells.resize(read.columns.size());
    read.rows.push_back(cells);
    read.lines.push_back(reader.line());
  }
  read.storage = reader.take_storage();
  return read;
}

TableRows read_rows_of(const TableText& table, const std::set<std::string, std::less<>>& ids) {
  TableRows read;
  if (!table.file.empty()) {  // a user's, who may write blank lines and line ends within cells
    read = read_rows(table);
    std::erase_if(read.rows, [&](const auto& row) { return ids.count(row.front()) == 0; });
    read.lines.clear();
    return read;
  }
  read.name = table.name;
  csv::Reader(table.text).next(read.columns);
  for (const std::string& id : ids) {
    csv::Reader reader(lines_with_key(table.text, id));
    std::vector<std::string_view> cells;
    while (reader.next(cells))
      read.rows.push_back(cells);
    read.storage.splice(read.storage.end(), reader.take_storage());
  }
  return read;
}

}  // namespace co2est
