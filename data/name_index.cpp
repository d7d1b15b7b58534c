// Knows how the names of tables become the index that is compiled into the program:
//     name_index OUTPUT FOLDER
// Run by the build. Exit status: 0; 1 with a message where a table or the output is wrong.
#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "catalogue/names.hpp"
#include "catalogue/row.hpp"
#include "catalogue/rules.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"

namespace co2est {
namespace {

using Names = std::vector<std::pair<std::string, std::size_t>>;  // folded, offset of the row

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::environment, Problem{path, "cannot be read", ""});
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Row>
Names names_in(const TableText& table) {
  Names names;
  csv::Reader reader(table.text);
  check_header(table, header_of<Row>(), reader);
  std::vector<std::string_view> cells;
  for (std::size_t begin = reader.offset(); reader.next(cells); begin = reader.offset()) {
    const Row row = read_row<Row>(Record{cells, table, header_of<Row>(), reader.line()});
    const auto add = [&](std::string_view name) { names.emplace_back(folded<Row>(name), begin); };
    for_each_code(row, add);
    for_each_name(row, add);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string literal(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// The index as C++: an array for each table, and the lines that choose among them.
struct Index {
  std::string arrays, choices;

  template <typename Row>
  void add(const std::string& folder, const std::string& table) {
    const std::string path = folder + "/" + table + ".csv";
    const std::string text = read_file(path);
    arrays += "constexpr NamedRow k_" + table + "[] = {\n";
    for (const auto& [name, offset] : names_in<Row>({table, text, {}, path}))
      arrays += "    {" + literal(name) + ", " + std::to_string(offset) + "},\n";
    arrays += "};\n";
    choices += "  if (table == " + literal(table) + ") return k_" + table + ";\n";
  }
};

/// The tables that runs look names up in; the others are read whole.
void write_index(std::ostream& out, const std::string& folder) {
  Index index;
  index.add<Accelerator>(folder, "accelerators");
  index.add<CloudRegion>(folder, "cloud_regions");
  index.add<Cpu>(folder, "cpus");
  index.add<Footprint>(folder, "embodied");
  index.add<Equivalent>(folder, "equivalents");
  index.add<GridPlace>(folder, "grids");
  index.add<Instance>(folder, "instances");
  index.add<PueRow>(folder, "pue");
  out << "// Generated from the tables of data/ by name_index.cpp.\n"
         "#include \"catalogue/embedded.hpp\"\n\nnamespace co2est {\nnamespace {\n\n"
      << index.arrays
      << "\n}  // namespace\n\n"
         "std::span<const NamedRow> embedded_names(std::string_view table) {\n"
      << index.choices << "  return {};\n}\n\n}  // namespace co2est\n";
}

}  // namespace
}  // namespace co2est

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "usage: name_index OUTPUT FOLDER\n";
    return 1;
  }
  try {
    std::ofstream out(words[1], std::ios::binary);
    co2est::write_index(out, words[2]);
    out.close();
    if (out) return 0;
    std::cerr << words[1] << ": cannot be written\n";
  } catch (const co2est::Error& error) {
    for (const co2est::Problem& problem : error.problems())
      std::cerr << problem.where << ": " << problem.what << "\n";
  }
  return 1;
}
