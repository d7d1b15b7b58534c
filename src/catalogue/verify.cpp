#include "catalogue/verify.hpp"

#include <array>
#include <utility>

#include "catalogue/checks.hpp"

namespace co2est {
namespace {

constexpr auto kChecks = std::to_array<Check>({
    {"cells", "columns, ranges, words, low <= mid <= high and order of rows",
     check_rules_of_tables},
    {"text", "UTF-8, LF at every line's end, no space around a cell", check_text},
    {"numbers", "plain decimals, no exponent", check_numbers},
    {"units", "one known unit per column", check_units},
    {"keys", "no two rows with one key, ids that differ by more than capitals", check_keys},
    {"parents", "no place lies within itself", check_parents},
    {"required", "names, licences and values that every row needs", check_required},
    {"sources", "every source is a row of sources.csv with licence and attribution", check_sources},
    {"references", "what a row names in another table is there", check_references},
    {"codes", "ISO 3166 codes of two and three letters, a subdivision in its country", check_codes},
    {"needed", "the rows that the program cannot do without", check_needed},
    {"years", "no figure is newer than the edition or source that gives it", check_years},
    {"plausible", "figures within what has been seen", check_plausible},
    {"idle", "a device draws less when idle than at most", check_idle},
    {"families", "no CPU has a TDP that its family contradicts", check_families},
    {"defaults", "every grid has a lifecycle value, its own or of the place around",
     check_defaults},
});

}  // namespace

std::span<const Check> checks() {
  return kChecks;
}

std::vector<CheckResult> verify(const Catalogue& catalogue) {
  const CheckedTables tables(catalogue);
  std::vector<CheckResult> results;
  for (const Check& check : kChecks) {
    Findings findings(tables);
    check.run(tables, findings);
    std::vector<Problem> problems = findings.take();
    results.push_back({&check, std::move(problems), findings.more()});
  }
  return results;
}

}  // namespace co2est
