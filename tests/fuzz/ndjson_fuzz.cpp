// What the fuzzer knows about NDJSON: one reader over many lines never carries one into the next.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "support/line_outcome.hpp"

using co2est_tests::outcome_of;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  co2est::RunReader shared;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    co2est::RunReader fresh;
    if (outcome_of(shared, line) != outcome_of(fresh, line)) std::abort();
    at = end + 1;
  }
  return 0;
}
