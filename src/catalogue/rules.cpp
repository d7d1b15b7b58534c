#include "catalogue/rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "co2est/error.hpp"

namespace co2est {
namespace {

constexpr std::size_t kMostProblems = 20;
constexpr std::string_view kAnyTable;

struct ColumnRange {
  std::string_view table, column;
  double least, most;
  bool whole = false;
};

constexpr double kTiny = 1e-9;  // for what is divided by
constexpr auto kRanges = std::to_array<ColumnRange>({
    {kAnyTable, "year", 1900, 2100, true},
    {kAnyTable, "g_per_kwh", 0, 5000},
    {kAnyTable, "low_g_per_kwh", 0, 5000},
    {kAnyTable, "high_g_per_kwh", 0, 5000},
    {"cloud_years", "cfe_share", 0, 1},
    {"pue", "pue", 1, 10},
    {"pue", "low", 1, 10},
    {"pue", "high", 1, 10},
    {"pue", "wue_l_per_kwh", 0, 100},
    {"instances", "accelerators", 0.01, 1e6},
    {"instances", "vcpu", 1, 1e6, true},
    {"instances", "threads", 1, 1e6, true},
    {"instances", "memory_gib", kTiny, 1e6},
    {"instances", "host_cpus", 1, 1e3, true},
    {"instances", "host_threads", 1, 1e6, true},
    {"instances", "usd_per_hour", kTiny, 1e6},
    {"accelerators", "tdp_w", 0.1, 1e6},
    {"accelerators", "idle_w", 0, 1e6},
    {"accelerators", "memory_gb", 0, 1e6},
    {"accelerators", "peak_fp16_tflop_per_s", 0, 1e9},
    {"accelerators", "embodied_kg", 0, 1e6},
    {"accelerators", "train_fraction", 0, 1.1},
    {"cpus", "tdp_w", 0.1, 1000},
    {"equivalents", "rank", 0, 1e6, true},
    {"equivalents", "co2e_kg", kTiny, 1e15},
    {"equivalents", "low_co2e_kg", kTiny, 1e15},
    {"equivalents", "high_co2e_kg", kTiny, 1e15},
    {"equivalents", "energy_kwh", kTiny, 1e15},
    {"presets", "low", 0, 1e6},
    {"presets", "mid", 0, 1e6},
    {"presets", "high", 0, 1e6},
    {"parameters", "low", kTiny, 1e6},
    {"parameters", "mid", kTiny, 1e6},
    {"parameters", "high", kTiny, 1e6},
});

struct ColumnWords {
  std::string_view table, column;
  std::array<std::string_view, 4> words;  ///< unused ones are empty
};

constexpr auto kWords = std::to_array<ColumnWords>({
    {kAnyTable, "accounting", {"lifecycle", "direct"}},
    {"grid_intensity", "gases", {"co2e", "co2"}},
    {"grid_intensity", "side", {"production", "consumption"}},
    {"grid_intensity", "signal", {"average", "marginal"}},
    {"grid_intensity", "losses", {"excluded", "included"}},
    {"grid_intensity", "quality", {"measured", "modelled"}},
    {"cloud_regions", "mapping", {"stated", "inferred"}},
    {"pue", "scope", {"industry", "fleet", "site", "region"}},
    {"pue", "quality", {"measured", "reported", "design", "estimated"}},
    {"instances", "quality", {"stated", "partial", "unverified"}},
    {"accelerators", "kind", {"gpu", "tpu", "accelerator"}},
    {"cpus", "quality", {"reported", "unverified"}},
});

/// The rule of a column, or none.
template <typename Rules>
auto rule_of(const Rules& rules, std::string_view table, std::string_view column) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) {
    return rule.column == column && (rule.table == kAnyTable || rule.table == table);
  });
  return found == rules.end() ? nullptr : &*found;
}

std::string digits(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// What a cell should have been; empty where it is right or leaves the rule to `read_row`.
std::string wrong_with(std::string_view cell, const ColumnRange& rule) {
  double value = 0;
  const char* const end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  const std::string range = digits(rule.least) + " to " + digits(rule.most);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) {
    return "write a plain decimal from " + range + ", or leave the cell empty";
  }
  if (rule.whole && value != std::floor(value)) return "a whole number from " + range;
  return value >= rule.least && value <= rule.most ? "" : "it must be " + range;
}

std::string wrong_with(std::string_view cell, const ColumnWords& rule) {
  std::string list;
  for (const std::string_view word : rule.words) {
    if (word == cell) return {};
    if (!word.empty()) list.append(list.empty() ? "it is one of " : ", ").append(word);
  }
  return list;
}

struct Column {
  std::string_view name;
  const ColumnRange* range;
  const ColumnWords* words;
};

/// One table on its way through the rules.
class Checker {
 public:
  Checker(const TableText& table, std::string_view header) : table_(table) {
    for (std::size_t i = 0; i < column_count(header); ++i) {
      const std::string_view name = column_name(header, i);
      columns_.push_back(
          {name, rule_of(kRanges, table.name, name), rule_of(kWords, table.name, name)});
    }
  }

  void check(csv::Reader& reader) {
    std::vector<std::string_view> cells;
    while (problems_.size() < kMostProblems && reader.next(cells)) {
      line_ = reader.line();
      if (cells.size() != columns_.size()) {
        add("has " + std::to_string(cells.size()) + " cells instead of " +
                std::to_string(columns_.size()),
            "quote cells that hold a comma");
        continue;
      }
      check_order(cells[0]);
      for (std::size_t i = 0; i < cells.size(); ++i)
        check_cell(columns_[i], cells[i]);
    }
    if (!problems_.empty()) throw Error(ErrorKind::input, std::move(problems_));
  }

 private:
  void add(std::string what, std::string hint) {
    problems_.push_back(
        {place_of(table_) + ":" + std::to_string(line_), std::move(what), std::move(hint)});
  }

  /// The look-ups read single lines of a table by its key, so the key column must be in order.
  void check_order(std::string_view key) {
    if (key < before_) {
      add("\"" + std::string(key) + "\" stands after \"" + before_ + "\"",
          "sort the rows by their first column, byte by byte (LC_ALL=C sort)");
    }
    before_ = key;
  }

  void check_cell(const Column& column, std::string_view cell) {
    std::string hint;
    if (!cell.empty() && column.range != nullptr) hint = wrong_with(cell, *column.range);
    if (column.words != nullptr) hint = wrong_with(cell, *column.words);
    if (hint.empty()) return;
    add("column \"" + std::string(column.name) + "\" holds \"" + std::string(cell) + "\"", hint);
  }

  const TableText& table_;
  std::vector<Column> columns_;
  std::vector<Problem> problems_;
  std::string before_;
  std::size_t line_ = 0;
};

}  // namespace

std::string place_of(const TableText& table) {
  return table.file.empty() ? std::string(table.name) + ".csv" : std::string(table.file);
}

std::size_t column_count(std::string_view header) {
  return static_cast<std::size_t>(std::count(header.begin(), header.end(), ',')) + 1;
}

std::string_view column_name(std::string_view header, std::size_t column) {
  for (; column > 0; --column)
    header.remove_prefix(header.find(',') + 1);
  return header.substr(0, header.find(','));
}

void check_header(const TableText& table, std::string_view header, csv::Reader& reader) {
  const std::size_t length = std::min(table.text.find_first_of("\r\n"), table.text.size());
  std::vector<std::string_view> cells;
  if (table.text.substr(0, length) != header || !reader.next(cells)) {
    throw Error(ErrorKind::input,
                Problem{place_of(table) + ":1", "has not the columns of this table",
                        "the first line must be: " + std::string(header)});
  }
}

void check_rules(const TableText& table, std::string_view header) {
  csv::Reader reader(table.text);
  check_header(table, header, reader);
  Checker(table, header).check(reader);
}

}  // namespace co2est
