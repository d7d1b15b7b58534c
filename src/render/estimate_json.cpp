// Knows how the sources of an estimate are listed: each id once, in the estimate's order.
#include "render/estimate_json.hpp"

namespace co2est::rendering {

std::vector<std::string_view> source_ids_of(const Estimate& estimate) {
  std::vector<std::string_view> ids;
  for (std::string_view rest : estimate.source_ids) {
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view id = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
  }
  return ids;
}

}  // namespace co2est::rendering
