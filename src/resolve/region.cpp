// Knows which cloud region a run names, and what to name where the tables do not hold it.
#include <algorithm>

#include "resolve/context.hpp"
#include "text/place_name.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

std::vector<std::string_view> providers_of(const Catalogue& catalogue) {
  std::vector<std::string_view> providers;
  for (const CloudRegion& row : catalogue.cloud_regions()) {
    if (std::find(providers.begin(), providers.end(), row.provider) == providers.end()) {
      providers.push_back(row.provider);
    }
  }
  return providers;
}

/// Regions of two providers that are called alike are different places.
std::string hint_of_unknown(const Context& context, const std::string& id,
                            const Found<CloudRegion>& found) {
  const std::vector<std::string_view> providers = providers_of(context.catalogue);
  const std::string folded = fold_region(id);
  const std::string provider = folded.substr(0, folded.find('/'));
  if (std::find(providers.begin(), providers.end(), provider) != providers.end()) {
    return hint_for(found, "cloud_regions");
  }
  std::string hint = did_you_mean(provider, providers);
  if (!hint.empty()) return hint;
  hint = "the tables hold regions of ";
  for (const std::string_view held : providers)
    hint.append(held == providers.front() ? "" : ", ").append(held);
  return hint + R"( only; name the grid of that place, such as "US-VA", "EGRID-SRVC" or "IE")";
}

}  // namespace

bool names_region(std::string_view grid_id) {
  return fold_region(grid_id).find('/') != std::string::npos;
}

void resolve_region(Context& context) {
  if (!context.said.grid || context.said.grid->id.empty()) return;
  const std::string& id = context.said.grid->id;
  const NamedGrid& named = context.memo.named_grid(id);
  context.region = named.region;
  context.place = named.place;
  if (named.region == nullptr && !*named.place && names_region(id)) {
    context.problem("/grid", "unknown cloud region \"" + id + "\"",
                    hint_of_unknown(context, id, context.memo.cloud_region(id)));
  }
}

}  // namespace co2est
