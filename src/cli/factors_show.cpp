// Knows how one name is found in all tables, and in which order what they hold is told.
#include "cli/factors_show.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "catalogue/keys.hpp"
#include "cli/factors.hpp"
#include "cli/factors_category.hpp"
#include "cli/output.hpp"
#include "co2est/error.hpp"
#include "render/layout.hpp"
#include "text/list.hpp"
#include "text/which.hpp"

namespace co2est::cli {
namespace {

/// Every id that a name stands for, and what to say where there is none.
struct Meaning {
  std::set<std::string, std::less<>> ids;
  std::string suggestion;
  std::vector<std::string> candidates;

  template <typename Row>
  void add(const Found<Row>& found) {
    if (found.row != nullptr) ids.emplace(found.row->id);
    if (found.row == nullptr) {
      for (const Row* row : found.candidates)
        candidates.emplace_back(row->id);
    }
    if (suggestion.empty()) suggestion = found.suggestion;
  }
};

Meaning meaning_of(const Catalogue& catalogue, const std::string& name) {
  Meaning meaning;
  meaning.add(catalogue.find_grid(name));
  meaning.add(catalogue.find_cloud_region(name));
  meaning.add(catalogue.find_accelerator(name));
  meaning.add(catalogue.find_cpu(name));
  meaning.add(catalogue.find_instance(name));
  meaning.add(catalogue.find_pue(name));
  meaning.add(catalogue.find_equivalent(name));
  meaning.add(catalogue.find_footprint(name));
  if (meaning.ids.empty()) meaning.ids.insert(name);
  return meaning;
}

/// Rows of all tables whose first cell, their id, is one of the ids; first what a name is, then
/// what is held of it by year or by source.
std::vector<TableRows> rows_of(const Catalogue& catalogue,
                               const std::set<std::string, std::less<>>& ids) {
  std::vector<TableRows> found;
  for (const TableText& table : catalogue.tables()) {
    TableRows rows = read_rows_of(table, ids);
    if (!rows.rows.empty()) found.push_back(std::move(rows));
  }
  std::stable_partition(found.begin(), found.end(),
                        [](const TableRows& table) { return key_columns(table).size() == 1; });
  return found;
}

[[noreturn]] void refuse(const Meaning& meaning, const std::string& name) {
  const bool ambiguous = !meaning.candidates.empty();
  throw Error(ErrorKind::input, Problem{"factors",
                                        ambiguous ? "\"" + name + "\" is ambiguous"
                                                  : "nothing is called \"" + name + "\"",
                                        hint_for(meaning)});
}

/// The columns of a row that no source was found for, ';' between them.
std::string_view unverified_in(const TableRows& table, std::size_t row) {
  if (table.name == "cpus") return table.cell(row, "quality") == "unverified" ? "tdp_w" : "";
  return table.cell(row, "unverified");
}

/// What a person needs of several rows; empty: what `as_text` takes.
std::vector<std::string_view> columns_of(const TableRows& table) {
  if (table.name != "pue") return {};
  return {"year", "pue", "low", "high", "wue_l_per_kwh", "scope", "quality", "source_id"};
}

std::string table_text(const TableRows& table, const RowsPage& page) {
  if (table.name == "grid_intensity") return "history, g/kWh\n" + grid_history(table, page);
  if (table.name == "cloud_years")
    return "published by the provider, taken only with \"accounting\": \"direct\"\n" +
           region_history(table, page);
  std::string text = std::string(table.name) + "\n";
  text += table.rows.size() == 1
              ? as_lines(table, table.rows.front(), page, unverified_in(table, 0))
              : as_text(table, page, columns_of(table));
  return text;
}

/// Wrapped lines, the first begun by `head`.
std::string paragraph(const std::string& text, const RowsPage& page) {
  constexpr std::size_t kProse = 100, kIndent = 4;  // of all lines but the first
  std::string out;
  for (const std::string& line : rendering::wrapped(text, std::min(page.width, kProse) - kIndent))
    out += (out.empty() ? "  " : "    ") + line + "\n";
  return out;
}

std::string as_person_reads(const Shown& shown) {
  RowsPage page = stdout_page();
  page.complete = "--json";
  std::string text;
  const std::vector<std::string> sentences = default_sentences(shown);
  bool told = sentences.empty();
  for (const TableRows& table : shown.tables) {
    if (table.name == "alternatives") continue;
    text += table_text(table, page) + "\n";
    if (told) continue;
    told = true;
    text += "default\n";
    for (const std::string& sentence : sentences)
      text += paragraph(sentence, page);
    text += "\n";
  }
  if (const std::string others = other_sources(shown, page); !others.empty())
    text += "other sources, not used\n" + others + "\n";
  std::string cited;
  for (const Source* source : cited_sources(shown)) {
    cited += paragraph(
        fmt::format("{}: {}, {}{}{} ({})", source->id, source->title, source->publisher,
                    source->year != 0 ? fmt::format(" {}", source->year) : "",
                    source->url.empty() ? "" : fmt::format(", {}", source->url), source->licence),
        page);
  }
  if (!cited.empty()) text += "sources\n" + cited;
  while (text.ends_with("\n\n"))
    text.pop_back();
  return text;
}

/// An object with a key for each table, and what is told beside them.
std::string as_program_reads(const Shown& shown) {
  using Ordered = nlohmann::ordered_json;
  Ordered document = Ordered::object();
  for (const TableRows& table : shown.tables)
    document[std::string(table.name)] = Ordered::parse(as_json(table));
  if (const auto sentences = default_sentences(shown); !sentences.empty())
    document["default"] = sentences;
  Ordered cited = Ordered::array();
  for (const Source* source : cited_sources(shown)) {
    cited.push_back({{"id", source->id},
                     {"title", source->title},
                     {"publisher", source->publisher},
                     {"year", source->year},
                     {"url", source->url},
                     {"licence", source->licence},
                     {"attribution", source->attribution}});
  }
  if (!document.contains("sources")) document["sources"] = std::move(cited);
  return document.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

/// One table, as `list --csv` has it: of the first category that has the name, else what has it.
std::string as_csv_of(const Shown& shown) {
  const TableRows* main = nullptr;
  for (const Category& category : categories()) {
    if (main == nullptr) main = shown.table(category.table);
  }
  for (const TableRows& table : shown.tables) {
    if (main == nullptr && table.name != "alternatives") main = &table;
  }
  TableRows rows = main == nullptr ? shown.tables.front() : *main;
  add_computed(rows, shown.catalogue);
  return as_csv(rows);
}

}  // namespace

const TableRows* Shown::table(std::string_view name) const {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const TableRows& table) { return table.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

std::vector<const Source*> cited_sources(const Shown& shown) {
  std::set<std::string_view> ids;
  for (const TableRows& table : shown.tables) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (!table.columns[column].ends_with("source_id")) continue;  // "price_source_id" too
      for (const auto& row : table.rows) {
        for_each_item(
            row[column], [&](std::string_view id) { ids.insert(id); }, kBetweenSources);
      }
    }
  }
  for (const CloudYear* row : published_of_regions(shown))
    ids.insert(row->source_id);
  const TableRows* regions = shown.table("cloud_regions");
  const auto years = regions == nullptr
                         ? std::vector<GridIntensity>()
                         : shown.catalogue.intensities_of(regions->cell(0, "grid_id"));
  for (const GridIntensity& year : years) {
    for_each_item(
        year.source_id, [&](std::string_view id) { ids.insert(id); }, kBetweenSources);
  }
  std::vector<const Source*> sources;
  for (const std::string_view id : ids) {
    if (const Source* source = shown.catalogue.find_source(id)) sources.push_back(source);
  }
  return sources;
}

int factors_show(const FactorsWords& words) {
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  const Meaning meaning = meaning_of(catalogue, words.name());
  const Shown shown{catalogue, meaning.ids, rows_of(catalogue, meaning.ids)};
  if (shown.tables.empty()) refuse(meaning, words.name());
  write_stdout(words.json  ? as_program_reads(shown)
               : words.csv ? as_csv_of(shown)
                           : as_person_reads(shown));
  return kDone;
}

}  // namespace co2est::cli
