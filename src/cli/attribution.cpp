#include "cli/attribution.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "render/layout.hpp"
#include "text/version.hpp"

namespace co2est::cli {
namespace {

/// A licence as `licence` of sources.csv begins, where to read it, and what it asks for.
struct Licence {
  std::string_view name, url, duty;
};

constexpr auto kLicences = std::to_array<Licence>({
    {"CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/",
     "name the source, link the licence, say that it was changed"},
    {"Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0",
     "keep the notice, give the licence along, say that it was changed"},
    {"MIT", "https://opensource.org/license/mit", "keep the copyright notice"},
    {"MPL-2.0", "https://www.mozilla.org/MPL/2.0/", "single facts are cited"},
    {"ODC-PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/", "nothing; credit is given"},
    {"Public domain", "", "nothing; no endorsement is implied"},
    {"Facts cited", "", "single facts; the source is named"},
});

const Licence* licence_of(const Source& source) {
  const auto found = std::find_if(kLicences.begin(), kLicences.end(), [&](const Licence& row) {
    return source.licence.starts_with(row.name);
  });
  return found == kLicences.end() ? nullptr : &*found;
}

void add_wrapped(std::string& text, const std::string& line, std::size_t width,
                 std::string_view first, std::string_view next) {
  std::string_view indent = first;
  for (const std::string& part : rendering::wrapped(line, width - first.size())) {
    text.append(indent).append(part).append("\n");
    indent = next;
  }
}

/// The sources of one licence; those of one attribution are named once.
void add_sources(std::string& text, const std::vector<const Source*>& sources, std::size_t width) {
  std::set<std::string_view> told;
  for (const Source* source : sources) {
    if (!told.insert(source->attribution).second) continue;
    add_wrapped(text, std::string(source->attribution), width, "- ", "  ");
    if (!source->url.empty() && source->attribution.find(source->url) == std::string_view::npos)
      text.append("  ").append(source->url).append("\n");
  }
}

}  // namespace

std::string attribution_text(const Catalogue& catalogue, std::size_t width) {
  std::string text;
  add_wrapped(text,
              fmt::format("Factors of co2est {} (catalogue {}), selected and reformatted from "
                          "these sources. Every row of a table names its own in `source_id`.",
                          kVersion, catalogue.fingerprint()),
              width, "", "");
  std::vector<const Source*> others;
  for (const Source& source : catalogue.sources()) {
    if (licence_of(source) == nullptr) others.push_back(&source);
  }
  for (const Licence& licence : kLicences) {
    std::vector<const Source*> sources;
    for (const Source& source : catalogue.sources()) {
      if (licence_of(source) == &licence) sources.push_back(&source);
    }
    if (sources.empty()) continue;
    text += "\n";
    add_wrapped(
        text,
        fmt::format("{}{}: {}", licence.name,
                    licence.url.empty() ? "" : fmt::format(" ({})", licence.url), licence.duty),
        width, "", "");
    add_sources(text, sources, width);
  }
  if (!others.empty()) {
    text += "\nOther terms, as sources.csv states them\n";
    add_sources(text, others, width);
  }
  return text;
}

}  // namespace co2est::cli
