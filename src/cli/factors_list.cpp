// Knows the subcommand `factors list`: a category, a table, or all tables with their size.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cli/factors.hpp"
#include "cli/factors_category.hpp"
#include "cli/output.hpp"
#include "cli/rows.hpp"
#include "co2est/error.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

void print_rows(const FactorsWords& words, const TableRows& table,
                const std::vector<std::string_view>& shown = {}) {
  write_stdout(words.json  ? as_json(table)
               : words.csv ? as_csv(table)
                           : as_text(table, stdout_page(), shown));
}

/// Every table with its size and hash.
TableRows overview(const Catalogue& catalogue) {
  TableRows list{"tables", {"table", "rows", "sha256"}, {}, {}, {}};
  for (const TableText& table : catalogue.tables()) {
    const std::string& rows =
        list.storage.emplace_back(std::to_string(read_rows(table).rows.size()));
    list.rows.push_back({table.name, rows, table.sha256});
  }
  return list;
}

TableRows table_named(const Catalogue& catalogue, const std::string& name) {
  const std::vector<TableText> tables = catalogue.tables();
  for (const TableText& table : tables) {
    if (table.name == name) return read_rows(table);
  }
  const Words known = listed_names();
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string hint = did_you_mean(name, names);
  throw Error(ErrorKind::input, Problem{"factors", "there is no table \"" + name + "\"",
                                        hint.empty() ? "`co2est factors list` lists them" : hint});
}

}  // namespace

Words listed_names() {
  Words names;
  for (const Category& category : categories())
    names.emplace_back(category.name);
  for (const TableText& table : load_catalogue().tables()) {
    if (std::find(names.begin(), names.end(), table.name) == names.end())
      names.emplace_back(table.name);
  }
  return names;
}

int factors_list(const FactorsWords& words) {
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  if (words.name().empty()) {
    print_rows(words, overview(catalogue));
    return kDone;
  }
  const auto category = std::find_if(categories().begin(), categories().end(),
                                     [&](const Category& row) { return row.name == words.name(); });
  if (category == categories().end()) {
    print_rows(words, table_named(catalogue, words.name()));
    return kDone;
  }
  TableRows table = table_named(catalogue, std::string(category->table));
  add_computed(table, catalogue);
  print_rows(words, table, category->shown);
  return kDone;
}

}  // namespace co2est::cli
