// Knows the stage that turns estimates into text for a person or a program.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"

namespace co2est {

/// How text for a terminal looks.
struct TextStyle {
  std::size_t width = 80;
  bool colour = false;
  bool utf8 = true;
};

/// What is rendered: one run, or many with their total.
struct Report {
  const Estimate* total = nullptr;  ///< the run itself, or the sum over many
  std::span<const Estimate> runs;   ///< empty for one run, and with --total
  bool many = false;                ///< a project or several inputs: `total` is a sum
  /// Their equivalents were asked for: also formats that show one or none by default show all.
  bool equivalents_asked = false;
};

enum class Format : std::uint8_t { text, json, ndjson, csv, markdown };

struct FormatRow {
  Format format;
  std::string_view name;
  std::string_view meaning;
  std::string (*render)(const Report&, const Catalogue&, const TextStyle&);
};

/// The formats in the order of the enumerators, in which help lists them.
std::span<const FormatRow> formats();

/// `catalogue` is that of the estimate; it gives titles and licences of the sources that the
/// estimate names. What an estimate does not know is told as unknown and is no error; throws Error
/// only where a table of the catalogue cannot be read (see catalogue.hpp).
std::string render(const Report& report, Format format, const Catalogue& catalogue,
                   const TextStyle& style = {});

/// One run, or a total without its runs.
std::string render(const Estimate& estimate, Format format, const Catalogue& catalogue,
                   const TextStyle& style = {});

/// One line of NDJSON, with its line end, appended to `out`.
void render_ndjson_line(const Estimate& run, const Catalogue& catalogue, std::string& out);

/// The estimate as a derivation: each formula with numbers, units and origin.
std::string render_explanation(const Report& report, const Catalogue& catalogue,
                               const TextStyle& style = {});

/// The JSON Schema (draft 2020-12) of the estimate, as JSON text.
std::string estimate_schema();

}  // namespace co2est
