// Knows the formats: the table that help lists, and which file writes each.
#include "co2est/render.hpp"

#include <array>

#include "render/formats.hpp"

namespace co2est {
namespace {

using namespace rendering;

constexpr std::array kFormats{
    FormatRow{Format::text, "text", "for a person: headline, interval, components, notes",
              render_text},
    FormatRow{Format::json, "json", "one document, keys with units, every digit", render_json},
    FormatRow{Format::ndjson, "ndjson", "one estimate a line, streamed", render_ndjson},
    FormatRow{Format::csv, "csv", "one run a row, for spreadsheets", render_csv},
    FormatRow{Format::markdown, "markdown", "a paragraph, a table and the metadata of a model card",
              render_markdown},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (static_cast<std::size_t>(kFormats[i].format) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the rows stand in the order of Format");

}  // namespace

std::span<const FormatRow> formats() {
  return kFormats;
}

std::string render(const Report& report, Format format, const Catalogue& catalogue,
                   const TextStyle& style) {
  return kFormats.at(static_cast<std::size_t>(format)).render(report, catalogue, style);
}

std::string render(const Estimate& estimate, Format format, const Catalogue& catalogue,
                   const TextStyle& style) {
  return render(Report{.total = &estimate, .runs = {}, .many = false}, format, catalogue, style);
}

}  // namespace co2est
