// Knows the two fast ways around a library: plain JSON in, doubles as digits out.
#include <array>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "render/digits.hpp"
#include "support/json_events.hpp"

using co2est::rendering::full_digits;
using co2est::rendering::write_number;
using co2est_tests::events_of_library;
using co2est_tests::events_of_plain;

namespace {

std::string written(double value) {
  std::string text(co2est::rendering::kNumberRoom, '\0');
  text.resize(static_cast<std::size_t>(write_number(text.data(), value) - text.data()));
  return text;
}

double read_back(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string shortest_fixed(double value) {
  std::array<char, 40> text{};
  char* const end = text.data() + text.size();
  return {text.data(), std::to_chars(text.data(), end, value, std::chars_format::fixed).ptr};
}

}  // namespace

TEST_CASE("plain JSON is read as the library reads it, or declined", "[json]") {
  const std::vector<std::string> plain{
      "{}",
      "[]",
      "0",
      "-0",
      "true",
      " { \"a\" : [ 1 , 2.5 ] , \"b\" : null }\r\n",
      R"({"a":"","b":"a string of more than sixteen bytes","ü":"é€𝄞"})",
      "1e5",
      "-1.5E-3",
      "123456789012345678",
      "0.1",
      "9007199254740993",
      "1.7976931348623157e300",
      "5e-300",
      "123456789012345678901234567890",
      "[[[[]]]]",
      "1e22",
      "1e23",
      "8.41e-17"};
  for (const std::string& text : plain) {
    INFO(text);
    const std::string line = text + "\n";  // a text that ends with a number is declined
    CHECK(events_of_plain(line) == events_of_library(line));
  }
  const std::vector<std::string> declined{
      "",      "{",     "[1,]",     "{\"a\":1,}", "01",      "1.",         ".5",      "+1",
      "1e",    "NaN",   "Infinity", "1e400",      "\"\\n\"", "\"a",        "\"\t\"",  "{\"a\" 1}",
      "{a:1}", "[1 2]", "1 2",      "tru",        "nulls",   "\"a\"\"b\"", "// x\n1", "{\"a\":1}}",
      "- 1",   "1e301", "\x01",     "1",          "1.5",     "1e5"};
  for (const std::string& text : declined) {
    INFO(text);
    CHECK(events_of_plain(text) == "declined");
  }
  CHECK(events_of_plain(std::string("1\0", 2)) == "declined");
}

TEST_CASE("mutated run files are read alike by both readers", "[json]") {
  const std::string seed =
      R"({"co2est":1,"name":"a","duration_h":220.9786,"devices":[{"kind":"gpu","count":64,)"
      R"("power_w":[1.5,2e2,3E+1]},{"power":null}],"pue":1.69,"x":[true,false,-0.0e-0]})";
  const std::string_view alphabet = "{}[]\",:0123456789.-+eE\\ntrufalse \t\x01\xc3\xa9";
  std::mt19937_64 random(20260101);
  std::size_t accepted = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text = seed;
    for (std::uint64_t edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = alphabet[random() % alphabet.size()];
          break;
        case 1:
          text.erase(at, 1 + random() % 4);
          break;
        default:
          text.insert(at, 1, alphabet[random() % alphabet.size()]);
      }
    }
    const std::string events = events_of_plain(text);
    if (events == "declined") continue;
    ++accepted;
    INFO(text);
    REQUIRE(events == events_of_library(text));
  }
  CHECK(accepted > 10'000);
}

TEST_CASE("a decimal of up to fifteen digits prints as it is", "[json]") {
  for (const char* text :
       {"0",       "1",      "64",    "0.9",      "1.69",     "734.8",   "123456.789012345",
        "0.00001", "1e-06",  "1e+15", "1.5e+300", "0.1",      "1e-300",  "999999999999999",
        "-2.5",    "4095.1", "0.5",   "100000",   "999999.5", "1000000", "0.000123456789012345"}) {
    INFO(text);
    CHECK(written(read_back(text)) == text);
  }
  CHECK(written(668 * 1.1) == "734.8000000000001");
  std::mt19937_64 random(7);
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t digits = random() % 1'000'000'000'000'000;
    const double value = read_back(std::to_string(digits) + "e-" + std::to_string(random() % 16));
    if (value >= 1e-5) REQUIRE(written(value) == shortest_fixed(value));
  }
}

TEST_CASE("a double reads back the same from what is written", "[json]") {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> magnitude(-308, 308);
  for (int i = 0; i < 200'000; ++i) {
    const double value = std::pow(10.0, i % 2 == 0 ? magnitude(random) : magnitude(random) / 30);
    REQUIRE(read_back(written(value)) == value);
    REQUIRE(written(-value) == "-" + written(value));
  }
  CHECK(written(-0.0) == "0");
}

TEST_CASE("the digits are those of the standard library, without an exponent", "[json]") {
  std::uint64_t compared = 0;
  const auto compare = [&](double value) {
    if (value < 1e-5 || value >= 1e15) return;
    if (written(value) != shortest_fixed(value)) CHECK(written(value) == shortest_fixed(value));
    ++compared;
  };
  const auto compare_near = [&](double value) {
    compare(value);
    compare(std::nextafter(value, 0.0));
    compare(std::nextafter(value, 1e16));
  };
  std::mt19937_64 random(13);
  for (int exponent = -17; exponent < 50; ++exponent) {
    compare_near(std::ldexp(1.0, exponent));
    for (int i = 0; i < 5'000; ++i) {
      const std::uint64_t mantissa = random() >> 12U | std::uint64_t{1} << 52U;
      compare(std::ldexp(static_cast<double>(mantissa), exponent - 52));
      const std::uint64_t zeros = random() % 52;  // halfway between two decimals, now and then
      compare(std::ldexp(static_cast<double>(mantissa >> zeros << zeros), exponent - 52));
    }
  }
  for (int exponent = -5; exponent < 16; ++exponent)
    compare_near(read_back("1e" + std::to_string(exponent)));
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t digits = random() % 1'000'000'000'000'000 >> random() % 50;
    compare_near(read_back(std::to_string(digits) + "e-" + std::to_string(random() % 16)));
    const auto short_decimal = [&] { return static_cast<double>(random() % 1'000'000) / 1000; };
    const double product = short_decimal() * short_decimal();
    compare(product);
    compare(product * short_decimal() / 1000);
    compare(static_cast<double>(digits));
  }
  CHECK(compared > 1'500'000);
}

TEST_CASE("full digits have no exponent", "[json]") {
  CHECK(full_digits(1e-7) == "0.0000001");
  CHECK(full_digits(2.5e17) == "250000000000000000");
  CHECK(full_digits(668 * 1.1) == "734.8000000000001");
}
