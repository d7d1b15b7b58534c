// Knows the subcommand `factors sources`: who published what, under which licence.
#include <algorithm>

#include "cli/attribution.hpp"
#include "cli/factors.hpp"
#include "cli/output.hpp"
#include "cli/rows.hpp"

namespace co2est::cli {

int factors_sources(const FactorsWords& words) {
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  if (!words.json && !words.csv) {
    constexpr std::size_t kProse = 80;
    write_stdout(attribution_text(catalogue, std::min(stdout_page().width, kProse)));
    return kDone;
  }
  for (const TableText& table : catalogue.tables()) {
    if (table.name != "sources") continue;
    write_stdout(words.json ? as_json(read_rows(table)) : as_csv(read_rows(table)));
  }
  return kDone;
}

}  // namespace co2est::cli
