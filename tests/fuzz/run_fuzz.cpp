// What the fuzzer knows about run files: any bytes give a document or an Error, nothing else, and
// both JSON readers agree on what they accept, and both ways to add up give one total.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"
#include "co2est/estimate.hpp"
#include "co2est/parse.hpp"
#include "co2est/render.hpp"
#include "co2est/resolve.hpp"
#include "support/json_events.hpp"

using namespace co2est;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Catalogue kCatalogue = load_catalogue();
  static Resolver resolver(kCatalogue);
  static RunReader reader;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string events = co2est_tests::events_of_plain(text);
  if (events != "declined" && events != co2est_tests::events_of_library(text)) std::abort();
  try {
    const Document& document = reader.read(text, "fuzz");
    ResolvedRun run;
    Total total, of_resolved;
    for (const RunSpec& said : document.runs) {
      resolver.resolve(said, 1, run);
      total.add(estimate(run), 1);
      of_resolved.add(run, 1);
    }
    const Estimate sum = total.finish(document.name);
    const Report report{&sum, {}, document.project};
    for (const FormatRow& row : formats())
      render(report, row.format, kCatalogue);
    const Estimate same = of_resolved.finish(document.name);
    const Report again{&same, {}, document.project};
    if (render(report, Format::json, kCatalogue) != render(again, Format::json, kCatalogue)) {
      std::abort();
    }
  } catch (const Error&) {
  }
  return 0;
}
