// Knows the command `factors`: what the catalogue holds, and how one name is found in it.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/rows.hpp"
#include "co2est/error.hpp"
#include "text/list.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

struct FactorsWords {
  Words words;
  std::optional<std::string> data_dir;
  bool json = false, csv = false;
};

[[noreturn]] void refuse(const std::string& where, const std::string& what,
                         const std::string& hint) {
  throw Error(ErrorKind::input, Problem{where, what, hint});
}

void print_rows(const FactorsWords& words, const TableRows& table) {
  write_stdout(words.json ? as_json(table) : words.csv ? as_csv(table) : as_text(table));
}

int list_tables(const FactorsWords& words, const Catalogue& catalogue) {
  TableRows list{"tables", {"table", "rows", "sha256"}, {}, {}};
  for (const TableText& table : catalogue.tables()) {
    const std::string& rows =
        list.storage.emplace_back(std::to_string(read_rows(table).rows.size()));
    list.rows.push_back({table.name, rows, table.sha256});
  }
  print_rows(words, list);
  return kDone;
}

int list_table(const FactorsWords& words, const Catalogue& catalogue, const std::string& name) {
  const std::vector<TableText> tables = catalogue.tables();
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const TableText& table) { return table.name == name; });
  if (found == tables.end()) {
    std::vector<std::string_view> names;
    for (const TableText& table : tables)
      names.push_back(table.name);
    const std::string hint = did_you_mean(name, names);
    refuse("factors", "there is no table \"" + name + "\"",
           hint.empty() ? "`co2est factors list` lists them" : hint);
  }
  print_rows(words, read_rows(*found));
  return kDone;
}

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
  meaning.add(catalogue.find_instance(name));
  meaning.add(catalogue.find_accelerator(name));
  meaning.add(catalogue.find_cpu(name));
  meaning.add(catalogue.find_pue(name));
  if (meaning.ids.empty()) meaning.ids.insert(name);
  return meaning;
}

/// Rows of all tables whose first cell, their id, is one of the ids.
std::vector<TableRows> rows_of(const Catalogue& catalogue, const Meaning& meaning) {
  std::vector<TableRows> found;
  for (const TableText& table : catalogue.tables()) {
    TableRows rows = read_rows(table);
    std::erase_if(rows.rows, [&](const auto& row) { return meaning.ids.count(row.front()) == 0; });
    if (!rows.rows.empty()) found.push_back(std::move(rows));
  }
  std::stable_partition(found.begin(), found.end(),
                        [](const TableRows& table) { return table.rows.size() == 1; });
  return found;
}

std::string citations(const Catalogue& catalogue, const std::vector<TableRows>& tables) {
  std::set<std::string_view> ids;
  for (const TableRows& table : tables) {
    for (const std::string_view name : {"source_id", "price_source_id"}) {
      const std::size_t column = table.column(name);
      if (column == table.columns.size()) continue;
      for (const auto& row : table.rows) {
        for_each_item(
            row[column], [&](std::string_view id) { ids.insert(id); }, kBetweenSources);
      }
    }
  }
  std::string text;
  for (const std::string_view id : ids) {
    const Source* source = catalogue.find_source(id);
    if (source == nullptr) continue;
    text += fmt::format("  {}: {}, {}{}{}\n", id, source->title, source->publisher,
                        source->year != 0 ? fmt::format(" {}", source->year) : "",
                        source->url.empty() ? "" : fmt::format(", {}", source->url));
  }
  return text.empty() ? text : "sources\n" + text;
}

/// An object with a key for each table.
std::string tables_as_json(const std::vector<TableRows>& tables) {
  std::string text;
  for (const TableRows& table : tables) {
    text += fmt::format("{}  \"{}\": ", text.empty() ? "{\n" : ",\n", table.name);
    for (const char c : as_json(table)) {
      text += c;
      if (c == '\n') text += "  ";  // deeper by one; no string holds a raw line end
    }
    text.resize(text.size() - 3);  // the last line end
  }
  return text + "\n}\n";
}

/// One table after the other, an empty line between them.
std::string tables_as_csv(const std::vector<TableRows>& tables) {
  std::string text;
  for (const TableRows& table : tables)
    text.append(text.empty() ? "" : "\n").append(as_csv(table));
  return text;
}

std::string tables_as_text(const std::vector<TableRows>& tables) {
  std::string text;
  for (const TableRows& table : tables) {
    text.append(table.name).append("\n");
    text += table.rows.size() == 1 ? as_lines(table, table.rows.front()) : as_text(table);
    text += '\n';
  }
  return text;
}

int show(const FactorsWords& words, const Catalogue& catalogue, const std::string& name) {
  const Meaning meaning = meaning_of(catalogue, name);
  const std::vector<TableRows> tables = rows_of(catalogue, meaning);
  if (tables.empty()) {
    std::string list;
    for (const std::string& id : meaning.candidates)
      list += (list.empty() ? "" : ", ") + id;
    refuse("factors",
           list.empty() ? "nothing is called \"" + name + "\"" : "\"" + name + "\" is ambiguous",
           !list.empty() ? "it may be " + list
           : meaning.suggestion.empty()
               ? "`co2est factors list` lists the tables, `co2est factors list grids` one of them"
               : "did you mean \"" + meaning.suggestion + "\"?");
  }
  write_stdout(words.json  ? tables_as_json(tables)
               : words.csv ? tables_as_csv(tables)
                           : tables_as_text(tables) + citations(catalogue, tables));
  return kDone;
}

int export_tables(const Catalogue& catalogue, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    throw Error(ErrorKind::environment, Problem{directory, error.message(), ""});
  }
  for (const TableText& table : catalogue.tables()) {
    Output output(directory + "/" + std::string(table.name) + ".csv");
    output.write(table.text);
    output.finish();
  }
  return kDone;
}

int run_factors(const FactorsWords& words) {
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  const std::string what = words.words.empty() ? "list" : words.words.front();
  const bool named = words.words.size() > 1;
  const std::string name = named ? words.words[1] : std::string();
  if (what == "list")
    return named ? list_table(words, catalogue, name) : list_tables(words, catalogue);
  if (what == "sources" && !named) return list_table(words, catalogue, "sources");
  if (what == "show" && named) return show(words, catalogue, name);
  if (what == "export" && named) return export_tables(catalogue, name);
  if (what == "show" || what == "export") {
    refuse("factors", "\"" + what + "\" needs a name",
           what == "show" ? "such as `co2est factors show DE`" : "the directory to write to");
  }
  const std::vector<std::string_view> known{"list", "show", "export", "sources"};
  const std::string hint = did_you_mean(what, known);
  refuse("factors", "\"" + what + "\" is not known",
         hint.empty() ? "one of list, show, export, sources" : hint);
}

}  // namespace

CommandLine define_factors() {
  const auto words = std::make_shared<FactorsWords>();
  CommandLine line;
  line.options = {
      {"--json", "", "as JSON", &words->json},
      {"--csv", "", "as CSV", &words->csv},
      {"--data-dir", "DIR", "CSV tables that replace those of the same name", &words->data_dir},
  };
  line.operands = {"WHAT [NAME]", "list [TABLE], show NAME, export DIR, or sources", &words->words,
                   0, 2};
  line.action = [words] { return run_factors(*words); };
  return line;
}

}  // namespace co2est::cli
