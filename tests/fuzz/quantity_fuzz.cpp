// What the fuzzer knows about quantities: a value is finite, a refusal has a hint.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "parse/quantity.hpp"
#include "parse/time.hpp"

using namespace co2est;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto dimension = static_cast<Dimension>(1 + data[0] % 10);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Quantified read = parse_quantity(text, dimension);
  if (read.problem.empty() ? std::isnan(read.value) : read.hint.empty()) std::abort();
  parse_time(text);
  return 0;
}
