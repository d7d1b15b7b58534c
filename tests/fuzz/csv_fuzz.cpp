// What the fuzzer knows about CSV: reading ends, lines only grow, written cells are read back, a
// look-up ends.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/lookup.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"

using namespace co2est;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  csv::Reader reader(text);
  std::vector<std::string_view> cells;
  std::size_t line = 0;
  try {
    while (reader.next(cells)) {
      if (reader.line() < line) std::abort();
      line = reader.line();
      if (lines_with_key(text, cells.front()).size() > text.size()) std::abort();
      std::string written = "x";  // a first cell, as an empty line is no record
      for (std::string_view cell : cells)
        written += "," + csv::quoted(cell);
      csv::Reader again(written);
      std::vector<std::string_view> back;
      if (!again.next(back) || back.size() != cells.size() + 1) std::abort();
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (back[i + 1] != cells[i]) std::abort();
      }
    }
  } catch (const Error&) {
  }
  return 0;
}
