// What the fuzzer knows about run files: any bytes give a document or an Error, nothing else.
#include <cstdint>
#include <string>

#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"
#include "co2est/estimate.hpp"
#include "co2est/parse.hpp"
#include "co2est/render.hpp"
#include "co2est/resolve.hpp"

using namespace co2est;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Catalogue kCatalogue = load_catalogue();
  static Resolver resolver(kCatalogue);
  static RunReader reader;
  std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const Document& document = reader.read(text, "fuzz");
    ResolvedRun run;
    Total total;
    for (const RunSpec& said : document.runs) {
      resolver.resolve(said, 1, run);
      total.add(estimate(run), 1);
    }
    const Estimate sum = total.finish(document.name);
    const Report report{&sum, {}, document.project};
    for (const FormatRow& row : formats())
      render(report, row.format, kCatalogue);
  } catch (const Error&) {
  }
  return 0;
}
