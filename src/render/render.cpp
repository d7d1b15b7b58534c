// Knows the formats: the table that help lists, and which file writes each.
#include "co2est/render.hpp"

#include <array>

#include "render/formats.hpp"

namespace co2est {
namespace {

constexpr std::array<FormatRow, 5> kFormats{{
    {Format::text, "text", "for a person: headline, interval, components, notes"},
    {Format::json, "json", "one document, keys with units, every digit"},
    {Format::ndjson, "ndjson", "one estimate a line, streamed"},
    {Format::csv, "csv", "one run a row, for spreadsheets"},
    {Format::markdown, "markdown", "a paragraph, a table and the metadata of a model card"},
}};

}  // namespace

std::span<const FormatRow> formats() {
  return kFormats;
}

std::string render(const Report& report, Format format, const Catalogue& catalogue,
                   const TextStyle& style) {
  switch (format) {
    case Format::text:
      return rendering::render_text(report, catalogue, style);
    case Format::json:
      return rendering::render_json(report, catalogue);
    case Format::ndjson:
      return rendering::render_ndjson(report, catalogue);
    case Format::csv:
      return rendering::render_csv(report);
    case Format::markdown:
      return rendering::render_markdown(report, catalogue);
  }
  return {};
}

}  // namespace co2est
