// What the tests know about the list of tables: it is one list in all its places, the rules name
// columns that are there, and nothing but the check of cells rests on the order of rows.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/checks.hpp"
#include "catalogue/keys.hpp"
#include "catalogue/load.hpp"
#include "catalogue/rules.hpp"
#include "catalogue/state.hpp"
#include "support/process.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

std::map<std::string_view, std::vector<std::string_view>> columns_of_tables() {
  std::map<std::string_view, std::vector<std::string_view>> columns;
  for (const TableText& table : catalogue().tables())
    columns[table.name] = column_names(table.text.substr(0, table.text.find('\n')));
  return columns;
}

/// Whether the table has the column; of no table: whether one has it.
bool exists(const ColumnName& name) {
  const auto tables = columns_of_tables();
  return std::any_of(tables.begin(), tables.end(), [&](const auto& table) {
    return (name.table.empty() || name.table == table.first) &&
           std::count(table.second.begin(), table.second.end(), name.column) == 1;
  });
}

/// A shipped table with its rows in the opposite order.
std::string reversed(const std::string& table) {
  const std::string text = read_file(source_dir() / "data" / table);
  const std::size_t header = text.find('\n') + 1;
  std::string rows;
  for (std::size_t at = header; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    rows.insert(0, text, at, end - at);
    at = end;
  }
  return text.substr(0, header) + rows;
}

}  // namespace

TEST_CASE("every table that is embedded is checked, and every table that is checked is embedded") {
  std::vector<std::string_view> embedded, checked;
  for (const TableText& table : catalogue().tables())
    embedded.push_back(table.text);
  catalogue().state()->for_each_table([&](const auto& table) { checked.push_back(table.text()); });
  CHECK(checked.size() == embedded.size());
  std::sort(embedded.begin(), embedded.end());
  std::sort(checked.begin(), checked.end());
  CHECK(checked == embedded);
}

TEST_CASE("a rule names a column that is there") {
  std::vector<ColumnName> all = columns_of_rules();
  const auto add = [&](const auto& more) { all.insert(all.end(), more.begin(), more.end()); };
  add(required_columns());
  add(columns_of_references());
  add(plausible_columns());
  add(columns_of_keys());
  CHECK(all.size() > 150);
  for (const ColumnName& name : all) {
    INFO(name.table << "." << name.column);
    CHECK(exists(name));
  }
  CHECK_FALSE(exists({"pue", "peu"}));
  CHECK_FALSE(exists({"peu", "pue"}));
  CHECK_FALSE(exists({"", "peu"}));
}

TEST_CASE("a key begins with the first column, by which single rows are looked up") {
  for (const auto& [table, columns] : columns_of_tables()) {
    INFO(table);
    CHECK(key_columns(table, columns).front() == 0);
  }
}

TEST_CASE("keys stand in the order of bytes, and years in that of numbers") {
  const KeyOrder order("pue", {"id", "year", "pue"});
  CHECK(order.names() == "id, year");
  CHECK(order.is_before({"a", "2020", "2"}, {"a", "2021", "1"}));
  CHECK(order.is_before({"a", "999", "2"}, {"a", "2021", "1"}));
  CHECK(order.is_before({"a", "", "2"}, {"a", "2021", "1"}));
  CHECK(order.is_before({"B", "2022", "1"}, {"a", "2021", "1"}));
  CHECK_FALSE(order.is_before({"a", "2021", "1"}, {"a", "2021", "2"}));
  CHECK_FALSE(order.is_before({"a", "2021", "1"}, {"a", "2020", "2"}));
}

TEST_CASE("the row of a year is taken in whatever order rows stand") {
  const TempDir dir;
  for (const char* table : {"pue.csv", "grid_intensity.csv", "cloud_years.csv", "prices.csv"})
    dir.write(table, reversed(table));
  const Catalogue backward = load_unchecked(dir.path().string());
  const std::string body =
      R"("duration_h":1,"price":{"electricity":"catalogue"},"devices":[{"kind":"node","power_w":1}],)";
  for (const char* keys : {
           R"("start":"2020-05-01T00:00:00Z","grid":"US","pue":"google")",
           R"("start":"2001-05-01T00:00:00Z","grid":"US","pue":"google")",
           R"("grid":"US","pue":"google")",
           R"("start":"2022-05-01T00:00:00Z","grid":{"id":"gcp/us-east4","accounting":"direct"})",
           R"("start":"2026-05-01T00:00:00Z","grid":"aws/us-east-1")",
           R"("grid":"DE")",
       }) {
    INFO(keys);
    const std::string text = "{\"co2est\":1," + body + keys + "}";
    const ResolvedRun held = resolve(parse_run(text), catalogue());
    const ResolvedRun turned = resolve(parse_run(text), backward);
    CHECK(to_text(turned.pue.origin) == to_text(held.pue.origin));
    CHECK(turned.pue.value.mid == held.pue.value.mid);
    CHECK(turned.grid.year == held.grid.year);
    CHECK(turned.grid.cfe_share == held.grid.cfe_share);
    CHECK(turned.grid.intensity.mid == held.grid.intensity.mid);
    CHECK(turned.electricity_price->year == held.electricity_price->year);
  }
  CHECK(backward.find_pue("google").row->year == catalogue().find_pue("google").row->year);
  CHECK(backward.pues_of("google").front()->year == 2008);
}
