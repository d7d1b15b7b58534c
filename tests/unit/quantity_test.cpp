// What the tests know about quantities: every unit's size, and what is refused.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

#include "parse/quantity.hpp"
#include "parse/time.hpp"

using namespace co2est;

TEST_CASE("units have their size") {
  struct Case {
    const char* text;
    Dimension dimension;
    double value;
  };
  const Case cases[] = {
      {"330 W", Dimension::power, 330},
      {"330W", Dimension::power, 330},
      {"1.5 kW", Dimension::power, 1500},
      {"2h30m", Dimension::duration, 2.5},
      {"1 d 12 h", Dimension::duration, 36},
      {"90 min", Dimension::duration, 1.5},
      {"1 y", Dimension::duration, 8760},
      {"3.6 MJ", Dimension::energy, 1},
      {"1287 MWh", Dimension::energy, 1287000},
      {"0.954 lb/kWh", Dimension::intensity, 0.954 * 453.59237},
      {"852.3 lb/MWh", Dimension::intensity, 852.3 * 0.45359237},
      {"0.4 t/MWh", Dimension::intensity, 400},
      {"126000 lb", Dimension::mass, 126000 * 0.45359237},
      {"24.6 TFLOP/s", Dimension::throughput, 24.6e12},
      {"1 GiB", Dimension::memory, 1.073741824},
      {"0.12 USD/kWh", Dimension::energy_price, 0.12},
      {"1.29 L/kWh", Dimension::water, 1.29},
  };
  for (const Case& c : cases) {
    const Quantified read = parse_quantity(c.text, c.dimension);
    INFO(c.text);
    CHECK(read.problem.empty());
    CHECK(read.value == Approx(c.value).epsilon(1e-15));
  }
}

TEST_CASE("what is no quantity is refused with a hint") {
  for (const char* text : {"", "330", "W", "330 w", "330 Watt", "1,000 W", "1 W 2 W", "NaN W",
                           "inf W", "1e999 W", "0x10 W", "+5 W", "90m", "5 kWh"}) {
    const Quantified read = parse_quantity(text, Dimension::power);
    INFO(text);
    CHECK_FALSE(read.problem.empty());
    CHECK_FALSE(read.hint.empty());
  }
  CHECK_FALSE(parse_quantity("90m", Dimension::duration).problem.empty());
}

TEST_CASE("numbers round-trip through text") {
  std::mt19937_64 random(20240301);
  std::uniform_real_distribution<double> exponent(-12, 12);
  for (int i = 0; i < 10000; ++i) {
    const double value = std::pow(10.0, exponent(random));
    char text[64];
    std::snprintf(text, sizeof text, "%.17g W", value);
    CHECK(parse_quantity(text, Dimension::power).value == value);
  }
}

TEST_CASE("instants need an offset") {
  CHECK(parse_time("2017-06-01T00:00:00Z") == parse_time("2017-06-01T02:00:00+02:00"));
  CHECK(parse_time("2024-02-29T23:59:59.250Z").has_value());
  for (const char* text :
       {"2017-06-01", "2017-06-01T00:00:00", "2023-02-29T00:00:00Z", "2017-13-01T00:00:00Z",
        "2017-06-01T25:00:00Z", "2017-06-01T00:00:00Z "}) {
    INFO(text);
    CHECK_FALSE(parse_time(text).has_value());
  }
}
