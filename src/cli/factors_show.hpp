// Knows the parts of `factors show`: what each table of a name tells beside its cells.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/rows.hpp"
#include "co2est/catalogue.hpp"

namespace co2est::cli {

/// What is shown: the ids that a name stands for, and every table that has rows of them.
struct Shown {
  const Catalogue& catalogue;
  std::set<std::string, std::less<>> ids;
  std::vector<TableRows> tables;

  [[nodiscard]] const TableRows* table(std::string_view name) const;
};

/// What a run that names it gets: a sentence each.
std::vector<std::string> default_sentences(const Shown& shown);

/// The yearly values of a grid side by side by what they mean, the default one with bars.
std::string grid_history(const TableRows& table, const RowsPage& page);
/// What a provider publishes of its region; where the meaning changes, a line says so.
std::string region_history(const TableRows& table, const RowsPage& page);
/// What providers publish of their regions on a grid that is shown: the newest year of each.
std::vector<const CloudYear*> published_of_regions(const Shown& shown);
/// What other sources say of the figures, each beside ours; a text for a person.
std::string other_sources(const Shown& shown, const RowsPage& page);
/// Everything that the rows cite, with licences.
std::vector<const Source*> cited_sources(const Shown& shown);

}  // namespace co2est::cli
