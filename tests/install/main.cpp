// What a program outside writes to estimate a run: text in, a report and kilograms out.
#include <co2est/catalogue.hpp>
#include <co2est/estimate.hpp>
#include <co2est/parse.hpp>
#include <co2est/render.hpp>
#include <co2est/resolve.hpp>
#include <iostream>

int main() {
  const co2est::RunSpec said = co2est::parse_run(R"({"co2est": 1, "duration": "2 h", "pue": 1.25,
    "grid": {"intensity": "400 g/kWh"}, "devices": [{"kind": "gpu", "count": 8, "power": "250 W"}]})");
  const co2est::Catalogue catalogue = co2est::load_catalogue();
  const co2est::ResolvedRun run = co2est::resolve(said, catalogue);
  const co2est::Estimate result = co2est::estimate(run);
  std::cout << co2est::render(result, co2est::Format::csv, catalogue);
  std::cout << co2est::as_kilograms(result.co2e.value().mid) << " kg\n";
}
