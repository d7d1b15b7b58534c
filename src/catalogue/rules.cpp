#include "catalogue/rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "text/bytes.hpp"
#include "text/number_in.hpp"

namespace co2est {

struct ColumnRange {
  std::string_view table, column;
  double least, most;
  bool whole = false;
};

struct ColumnWords {
  std::string_view table, column;
  std::array<std::string_view, 6> words;  ///< unused ones are empty
};

namespace {

constexpr std::size_t kMostProblems = 20;
constexpr std::string_view kAnyTable;

constexpr double kTiny = 1e-9;  // for what is divided by
constexpr auto kRanges = std::to_array<ColumnRange>({
    {kAnyTable, "year", 1900, 2100, true},
    {kAnyTable, "g_per_kwh", 0, 5000},
    {kAnyTable, "low_g_per_kwh", 0, 5000},
    {kAnyTable, "high_g_per_kwh", 0, 5000},
    {"alternatives", "value", 0, 1e9},
    {"alternatives", "low", 0, 1e9},
    {"alternatives", "high", 0, 1e9},
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
    {"accelerators", "peak_fp64_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_fp32_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_tf32_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_fp16_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_bf16_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_fp8_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_fp4_tflop_per_s", 0, 1e9},
    {"accelerators", "peak_int8_top_per_s", 0, 1e9},
    {"accelerators", "embodied_kg", 0, 1e6},
    {"accelerators", "train_fraction", 0, 1.1},
    {"cpus", "tdp_w", 0.1, 1000},
    {"measured_power", "n", 1, 1e6, true},
    {"measured_power", "low_fraction", 0, 2},
    {"measured_power", "mid_fraction", 0, 2},
    {"measured_power", "high_fraction", 0, 2},
    {"equivalents", "rank", 0, 1e6, true},
    {"equivalents", "co2e_kg", kTiny, 1e15},
    {"equivalents", "low_co2e_kg", kTiny, 1e15},
    {"equivalents", "high_co2e_kg", kTiny, 1e15},
    {"equivalents", "energy_kwh", kTiny, 1e15},
    {"equivalent_editions", "co2e_kg", kTiny, 1e15},
    {"embodied", "co2e_kg", 0, 1e6},
    {"embodied", "low_co2e_kg", 0, 1e6},
    {"embodied", "high_co2e_kg", 0, 1e6},
    {"embodied", "lifetime_y", kTiny, 100},
    {"prices", "per_kwh", 0, 10},
    {"presets", "low", 0, 1e6},
    {"presets", "mid", 0, 1e6},
    {"presets", "high", 0, 1e6},
    {"parameters", "low", kTiny, 1e6},
    {"parameters", "mid", kTiny, 1e6},
    {"parameters", "high", kTiny, 1e6},
});

constexpr auto kWords = std::to_array<ColumnWords>({
    {"alternatives", "accounting", {"lifecycle", "direct", "unknown", ""}},
    {kAnyTable, "accounting", {"lifecycle", "direct"}},
    {"grids", "kind", {"world", "country", "state", "egrid", "province"}},
    {"generation_factors", "gases", {"co2e", "co2"}},
    {"grid_intensity", "gases", {"co2e", "co2"}},
    {"grid_intensity", "side", {"production", "consumption"}},
    {"grid_intensity", "signal", {"average", "marginal"}},
    {"grid_intensity", "losses", {"excluded", "included"}},
    {"grid_intensity", "quality", {"measured", "modelled", "part-modelled"}},
    {"cloud_regions", "mapping", {"stated", "inferred"}},
    {"pue", "scope", {"industry", "fleet", "site", "region"}},
    {"pue", "quality", {"measured", "reported", "design", "estimated"}},
    {"instances", "quality", {"stated", "partial", "unverified"}},
    {"accelerators", "class", {"datacenter", "workstation", "consumer", "edge", "soc", "laptop"}},
    {"accelerators", "kind", {"gpu", "tpu", "accelerator"}},
    {"accelerators", "counts_as", {"half-board", "quarter-board", "half-module", "two-devices"}},
    {"cpus", "quality", {"reported", "unverified"}},
    {"measured_power", "spread", {"5/50/95", "min/mean/max", "mean", "max"}},
    {"measured_power", "scope", {"gpu", "chip", "node", "system"}},
    {"measured_power", "quality", {"measured", "secondary", "unverified"}},
    {"equivalent_editions", "quality", {"primary", "secondary"}},
    {"embodied", "per", {"device", "board", "server", "part", "gb", "cm2"}},
    {"embodied", "scope", {"card", "die", "host-share", "base"}},
    {"embodied", "quality", {"primary", "computed", "secondary"}},
    {"prices", "currency", {"USD", "EUR"}},
    {"prices", "tax", {"included", "excluded"}},
    {"prices", "quality", {"primary", "secondary"}},
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

bool keeps(std::string_view cell, const ColumnRange& rule) {
  const std::optional<double> value = number_in(cell);
  return value && *value >= rule.least && *value <= rule.most &&
         (!rule.whole || *value == std::floor(*value));
}

bool keeps(std::string_view cell, const ColumnWords& rule) {
  return std::any_of(rule.words.begin(), rule.words.end(),
                     [&](std::string_view word) { return same_text(word, cell); });
}

/// What a cell that breaks the rule should have been.
std::string hint_of(std::string_view cell, const ColumnRange& rule) {
  const std::optional<double> value = number_in(cell);
  const std::string range = digits(rule.least) + " to " + digits(rule.most);
  if (!value) return "write a plain decimal from " + range + ", or leave the cell empty";
  if (rule.whole && *value != std::floor(*value)) return "a whole number from " + range;
  return "it must be " + range;
}

std::string hint_of(const ColumnWords& rule) {
  std::string list;
  for (const std::string_view word : rule.words) {
    if (!word.empty()) list.append(list.empty() ? "it is one of " : ", ").append(word);
  }
  return list;
}

}  // namespace

bool is_number_column(std::string_view table, std::string_view column) {
  return rule_of(kRanges, table, column) != nullptr;
}

std::vector<ColumnName> columns_of_rules() {
  std::vector<ColumnName> all;
  for (const ColumnRange& rule : kRanges)
    all.push_back({rule.table, rule.column});
  for (const ColumnWords& rule : kWords)
    all.push_back({rule.table, rule.column});
  return all;
}

RowRules::RowRules(const TableText& table, std::string_view header)
    : table_(table),
      order_(table.name, column_names(header)),
      bands_(figure_bands(column_names(header))) {
  for (const std::string_view name : column_names(header)) {
    columns_.push_back(
        {name, rule_of(kRanges, table.name, name), rule_of(kWords, table.name, name)});
  }
}

bool RowRules::accept(const std::vector<std::string_view>& cells, std::size_t line) {
  line_ = line;
  const std::size_t before = problems_.size() + more_;
  if (cells.size() != columns_.size()) {
    add("has " + std::to_string(cells.size()) + " cells instead of " +
            std::to_string(columns_.size()),
        "quote cells that hold a comma");
    return false;
  }
  check_order(cells);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!keeps_rule(columns_[i], cells[i])) add_cell(columns_[i], cells[i]);
  }
  check_bands(cells);
  return problems_.size() + more_ == before;
}

void RowRules::add(const Error& error) {
  for (const Problem& problem : error.problems())
    keep(problem);
}

void RowRules::keep(Problem problem) {
  if (problems_.size() < kMostProblems)
    problems_.push_back(std::move(problem));
  else
    ++more_;
}

void RowRules::finish() {
  if (!problems_.empty()) throw Error(ErrorKind::input, std::move(problems_));
}

void RowRules::add(std::string what, std::string hint) {
  keep({place_of(table_) + ":" + std::to_string(line_), std::move(what), std::move(hint)});
}

/// The look-ups read single lines of a table by its first cell, and show years as they stand.
void RowRules::check_order(const std::vector<std::string_view>& cells) {
  if (!before_.empty() && order_.is_before(cells, before_)) {
    add("\"" + key_text(order_.columns(), cells) + "\" stands after \"" +
            key_text(order_.columns(), before_) + "\"",
        "sort the rows by " + order_.names() + ": byte by byte, a year as a number");
  }
  before_ = cells;
}

void RowRules::check_bands(const std::vector<std::string_view>& cells) {
  for (const FigureBand& band : bands_) {
    if (cells[band.front()].empty() && cells[band.back()].empty()) continue;
    std::size_t below = band.front();
    for (const std::size_t column : band) {
      const std::optional<double> least = number_in(cells[below]), value = number_in(cells[column]);
      if (least && value && *value < *least)
        add("column \"" + std::string(columns_[column].name) + "\" holds \"" +
                std::string(cells[column]) + "\", less than \"" +
                std::string(columns_[below].name) + "\"",
            "low <= mid <= high");
      if (value) below = column;
    }
  }
}

bool RowRules::keeps_rule(const Column& column, std::string_view cell) {
  if (column.words != nullptr) return keeps(cell, *column.words);
  return cell.empty() || column.range == nullptr || keeps(cell, *column.range);
}

void RowRules::add_cell(const Column& column, std::string_view cell) {
  add("column \"" + std::string(column.name) + "\" holds \"" + std::string(cell) + "\"",
      column.words != nullptr ? hint_of(*column.words) : hint_of(cell, *column.range));
}

}  // namespace co2est
