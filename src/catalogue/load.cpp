// Knows where tables come from: the program itself, or files of --data-dir in their place.
#include "catalogue/load.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "catalogue/embedded.hpp"
#include "catalogue/sha256.hpp"
#include "catalogue/state.hpp"
#include "catalogue/table_problems.hpp"
#include "co2est/error.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

namespace fs = std::filesystem;

std::string read_table(const fs::path& path) {
  std::error_code error;
  const bool regular = fs::is_regular_file(path, error);
  if (error && error != std::errc::no_such_file_or_directory) {  // a link in a circle
    throw Error(ErrorKind::input,
                Problem{path.string(), "cannot be read: " + error.message(), "a table is a file"});
  }
  if (!regular) {
    throw Error(ErrorKind::input, Problem{path.string(), "is no regular file", "a table is one"});
  }
  std::ifstream file(path, std::ios::binary);
  const std::uintmax_t size = fs::file_size(path, error);
  if (!file || error) {
    throw Error(ErrorKind::environment,
                Problem{path.string(), "cannot be read", "check its permissions"});
  }
  std::string text(size, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

bool is_csv_in_capitals(std::string extension) {
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".csv";
}

bool holds_table(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".csv") return true;
  }
  return false;
}

/// What of a folder without tables was meant to be them: a file in capitals, a folder below.
std::string instead_of_tables(const std::string& data_dir) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator at(data_dir, error), end; !error && at != end; at.increment(error))
    paths.push_back(at->path());
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    if (is_csv_in_capitals(path.extension().string()))
      return "\"" + path.filename().string() + "\" must end with .csv in small letters";
    if (holds_table(path)) return "did you mean \"" + path.string() + "\"?";
  }
  return "`co2est factors export DIR` writes a folder of them to start from";
}

std::vector<fs::path> tables_in(const std::string& data_dir) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator at(data_dir, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".csv") paths.push_back(at->path());
  }
  if (error) {
    throw Error(ErrorKind::input,
                Problem{data_dir, "cannot be opened as a folder of tables: " + error.message(),
                        "`co2est factors export DIR` writes one to start from"});
  }
  if (paths.empty()) {
    throw Error(ErrorKind::input,
                Problem{data_dir, "has no table in it", instead_of_tables(data_dir)});
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

void replace_table(const fs::path& path, std::vector<TableText>& all,
                   std::deque<std::string>& owned) {
  const std::string name = path.stem().string();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const TableText& table) { return table.name == name; });
  if (found == all.end()) {
    std::vector<std::string_view> names;
    for (const TableText& table : all)
      names.push_back(table.name);
    throw Error(ErrorKind::input,
                Problem{path.string(), "is no table of the catalogue", did_you_mean(name, names)});
  }
  const std::string& text = owned.emplace_back(read_table(path));
  if (text != found->text) found->sha256 = owned.emplace_back(sha256_hex(text));
  found->text = text;
  found->file = owned.emplace_back(path.string());
}

/// What comes from outside is read at once, so that no later look-up meets a broken table.
void check_replaced(const Catalogue::State& state) {
  std::vector<Problem> problems;
  state.for_each_table([&](const auto& table) {
    if (table.file().empty()) return;
    TableProblems found = problems_of(table);
    for (Problem& problem : found.problems)
      problems.push_back(std::move(problem));
    if (found.more > 0) {
      problems.push_back({std::string(table.file()),
                          "has " + std::to_string(found.more) + " more faults",
                          "`co2est factors verify DIR` puts tables through every check"});
    }
  });
  if (!problems.empty()) throw Error(ErrorKind::input, std::move(problems));
}

std::string fingerprint_of(const std::vector<TableText>& all) {
  std::string lines;
  for (const TableText& table : all) {
    lines.append(table.name).append(":").append(table.sha256).append("\n");
  }
  return "sha256:" + sha256_hex(lines);
}

}  // namespace

Catalogue load_unchecked(const std::string& data_dir) {
  const auto embedded = embedded_tables();
  std::vector<TableText> all(embedded.begin(), embedded.end());
  std::deque<std::string> owned;
  std::string fingerprint(embedded_fingerprint());
  if (!data_dir.empty()) {
    for (const fs::path& path : tables_in(data_dir))
      replace_table(path, all, owned);
    if (!owned.empty()) fingerprint = fingerprint_of(all);
  }
  return Catalogue(std::make_shared<const Catalogue::State>(std::move(all), std::move(owned),
                                                            std::move(fingerprint)));
}

Catalogue load_catalogue(const std::string& data_dir) {
  Catalogue catalogue = load_unchecked(data_dir);
  check_replaced(*catalogue.state());
  return catalogue;
}

}  // namespace co2est
