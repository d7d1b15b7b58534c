// What the fuzzer knows about NDJSON: one reader over many lines never carries one into the next.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "co2est/error.hpp"
#include "co2est/parse.hpp"

using namespace co2est;

namespace {

/// The outcome of one line as text: its problems, or what was read.
std::string outcome_of(RunReader& reader, const std::string& line) {
  try {
    const Document& document = reader.read(line, "fuzz");
    std::string text = document.name + (document.project ? "p" : "r");
    for (const RunSpec& run : document.runs) {
      text += run.name + std::to_string(run.devices.size()) + std::to_string(run.tags.size());
    }
    return text;
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  RunReader shared;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    RunReader fresh;
    if (outcome_of(shared, line) != outcome_of(fresh, line)) std::abort();
    at = end + 1;
  }
  return 0;
}
