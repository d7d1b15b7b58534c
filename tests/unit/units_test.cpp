// What the tests know about units: the algebra holds, and misuse does not compile.
#include <catch2/catch.hpp>
#include <concepts>

#include "co2est/units.hpp"

using namespace co2est;

template <typename A, typename B>
concept Addable = requires(A a, B b) {
  a + b;
};

static_assert(std::same_as<decltype(watts(400) * hours(2)), Energy>);
static_assert(std::same_as<decltype(kwh(1) * g_per_kwh(1)), Mass>);
static_assert(std::same_as<decltype(kwh(1) / hours(1)), Power>);
static_assert(std::same_as<decltype(kwh(1) / kwh(2)), double>);
static_assert(!Addable<Power, Duration> && !Addable<Energy, double> && !Addable<Mass, Energy>);
static_assert(!std::convertible_to<double, Energy> && !std::constructible_from<Energy, double>);
static_assert(!std::convertible_to<Energy, double>);
static_assert(as_kwh(watts(1000) * hours(1)) == 1.0);
static_assert(as_grams(kwh(0.8) * g_per_kwh(475)) == 380.0);
static_assert(as_kwh(joules(3'600'000)) == 1.0);

TEST_CASE("a catalogue intensity is read back bit for bit") {
  for (const double g : {475.0, 329.65, 0.1, 383.78, 432.72712098}) {
    CHECK(as_g_per_kwh(g_per_kwh(g)) == g);
  }
}

TEST_CASE("an exact range has no band") {
  CHECK_FALSE(Range<Power>::exact(watts(5)).has_band());
  CHECK(Range<double>{1, 2, 3}.has_band());
}
