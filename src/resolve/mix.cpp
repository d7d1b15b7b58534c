#include "resolve/mix.hpp"

#include <cmath>

#include "text/list.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

bool named(const GenerationFactor& row, const std::string& wanted) {
  bool found = fold_name(row.technology) == wanted;
  for_each_item(row.aliases,
                [&](std::string_view alias) { found = found || fold_name(alias) == wanted; });
  return found;
}

const GenerationFactor* find_factor(const Context& context, const std::string& technology,
                                    Accounting accounting) {
  const std::string wanted = fold_name(technology);
  for (const GenerationFactor& row : context.catalogue.generation_factors()) {
    if (row.accounting == accounting && named(row, wanted)) return &row;
  }
  return nullptr;
}

/// Names those of the accounting alone: another would be refused as well.
void no_factor(const Context& context, const std::string& technology, Accounting accounting) {
  std::vector<std::string_view> names;
  for (const GenerationFactor& factor : context.catalogue.generation_factors()) {
    if (factor.accounting == accounting) names.push_back(factor.technology);
  }
  const std::string hint = did_you_mean(technology, names);
  context.problem("/grid/mix/" + technology,
                  "no " + std::string(to_text(accounting)) + " factor of this technology",
                  hint.empty() ? "see `co2est factors list generation_factors`" : hint);
}

constexpr std::string_view kOriginOfMix =
    "generation mix; low and high are those of all its technologies' factors at once, taken as the "
    "90 % interval";

/// The shares are stated and have no band. That all factors are low, or high, together is the
/// widest that they allow.
void add_share(Range<Intensity>& sum, const Range<Intensity>& factor, double share) {
  sum.low += factor.low * share;
  sum.mid += factor.mid * share;
  sum.high += factor.high * share;
}

}  // namespace

void take_mix(Context& context, const GridSpec& said) {
  const Accounting accounting = said.accounting.value_or(Accounting::lifecycle);
  Range<Intensity> sum{};
  double percent = 0;
  std::string_view source_id;
  std::string_view gases = "co2e";
  bool all_known = true;
  for (const MixShare& share : said.mix) {
    const GenerationFactor* row = find_factor(context, share.technology, accounting);
    if (row == nullptr) {
      all_known = false;
      no_factor(context, share.technology, accounting);
      continue;
    }
    add_share(sum, row->intensity, share.percent / 100.0);
    percent += share.percent;
    if (row->gases == "co2" && share.percent > 0) gases = row->gases;
    if (source_id.empty()) source_id = row->source_id;
    context.cite(row->source_id);
  }
  constexpr double kRounding = 0.5;  // shares printed without decimals
  if (all_known && std::abs(percent - 100.0) > kRounding) {
    context.problem("/grid/mix", "sums to " + std::to_string(percent) + " percent",
                    "shares are percent and sum to 100");
  }
  GridFactor& grid = context.run.grid;
  grid.name = "stated mix";
  grid.accounting = accounting;
  grid.gases = gases;
  grid.losses = "excluded";
  grid.year = said.year.value_or(0);
  grid.intensity = sum;
  grid.basis = Basis::modelled;
  grid.origin = {context.said.origin_of(Field::grid), std::string(kOriginOfMix),
                 std::string(source_id)};
  grid.group = catalogue_group("generation_factors", accounting);
}

}  // namespace co2est
