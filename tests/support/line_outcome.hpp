// Knows what a reader makes of a line, as text: its problems, or the estimates of its runs.
#pragma once

#include <string>

#include "co2est/error.hpp"
#include "co2est/estimate.hpp"
#include "co2est/parse.hpp"
#include "co2est/render.hpp"
#include "co2est/resolve.hpp"

namespace co2est_tests {

inline std::string outcome_of(co2est::RunReader& reader, const std::string& line) {
  static const co2est::Catalogue kCatalogue = co2est::load_catalogue();
  static co2est::Resolver resolver(kCatalogue);
  try {
    const co2est::Document& document = reader.read(line, "line");
    std::string text = document.name + (document.project ? "p" : "r");
    co2est::ResolvedRun run;
    for (const co2est::RunSpec& said : document.runs) {
      for (const auto& [name, value] : said.tags)
        text += name + "=" + value + ";";
      resolver.resolve(said, 1, run);
      co2est::render_ndjson_line(co2est::estimate(run), kCatalogue, text);
    }
    return text;
  } catch (const co2est::Error& error) {
    return error.what();
  }
}

}  // namespace co2est_tests
