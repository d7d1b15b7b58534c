// What the report knows about rounding and about where its lines break.
#include <catch2/catch.hpp>

#include "render/layout.hpp"
#include "render/number.hpp"

namespace co2est::rendering {

TEST_CASE("a tie is rounded away from zero at every place", "[render]") {
  CHECK(to_place_plain(104.5, 0) == "105");
  CHECK(to_place_plain(105.5, 0) == "106");
  CHECK(to_place_plain(104500, 3) == "105000");
  CHECK(to_place_plain(31.25, -1) == "31.3");
  CHECK(to_place_plain(-2.5, 0) == "-3");
  CHECK(to_place_plain(2.4999, 0) == "2");
  CHECK(to_place_plain(1e22, 0) == "10000000000000000000000");
  CHECK(to_place_plain(0.000123456, -8) == "0.00012346");
}

TEST_CASE("a unit is chosen by the value as it is printed", "[render]") {
  const auto kg = [](double low, double mid, double high) {
    return show(Range<Mass>{kilograms(low), kilograms(mid), kilograms(high)}).value();
  };
  CHECK(kg(600, 999.7, 1600) == "1.0 t");
  CHECK(kg(600, 970, 1600) == "1.0 t");
  CHECK(kg(900, 970, 1020) == "970 kg");
  CHECK(kg(999.5, 999.6, 999.7) == "999.60 kg");
  CHECK(kg(999.6, 999.6, 999.6) == "1.00 t");
  CHECK(kg(999.4, 999.4, 999.4) == "999 kg");
  CHECK(kg(0, 0, 0) == "0 g");
  CHECK(show(kilograms(996), 2).value() == "1.0 t");
  CHECK(show(kilograms(994), 2).value() == "990 kg");
  CHECK(show(kwh(999.9)).value() == "1.00 MWh");
}

TEST_CASE("a line never breaks between a number and its unit", "[render]") {
  using Lines = std::vector<std::string>;
  CHECK(wrapped("power 12 %. More", 10) == Lines{"power", "12 %. More"});
  CHECK(wrapped("makes 10.035 kWh of it", 13) == Lines{"makes", "10.035 kWh of", "it"});
  CHECK(wrapped("it was (300 W)", 12) == Lines{"it was", "(300 W)"});
  CHECK(wrapped("of class g in all", 10) == Lines{"of class g", "in all"});
  CHECK(wrapped("run 12 kinds", 7) == Lines{"run 12", "kinds"});
  CHECK(wrapped("a 5 %", 80) == Lines{"a 5 %"});
}

}  // namespace co2est::rendering
