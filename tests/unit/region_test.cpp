// What the tests know about cloud regions that no table holds.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "co2est/error.hpp"
#include "text/which.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

std::string problem_of_grid(const std::string& id) {
  try {
    estimate_of(R"("duration_h":1,"devices":[{"kind":"node","power_w":1}],"grid":")" + id + "\"");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("an unknown cloud region is never taken for another provider's") {
  CHECK(catalogue().find_cloud_region("oci/us-east-1").suggestion.empty());
  const std::string other = problem_of_grid("oci/us-ashburn-1");
  CHECK(other.find("did you mean") == std::string::npos);
  CHECK_THAT(other, Catch::Contains("regions of aws, azure, gcp only") && Catch::Contains("US-VA"));
  CHECK_THAT(problem_of_grid("aws/us-east1"), Catch::Contains("did you mean \"aws/us-east-1\"?"));
  CHECK_THAT(problem_of_grid("gcp/us-east-4"), Catch::Contains("did you mean \"gcp/us-east4\"?"));
  CHECK_THAT(problem_of_grid("azure/us-east-1"), !Catch::Contains("aws/"));
  CHECK_THAT(problem_of_grid("gpc/us-east4"), Catch::Contains("did you mean \"gcp\"?"));
  CHECK(problem_of_grid("GCP/us-east4").empty());
  CHECK(problem_of_grid("azure/westeurope").empty());
}

TEST_CASE("a message names the rows that a name may have meant, of many the first eight") {
  using Ids = std::vector<std::string>;
  CHECK(which_of(Ids{"a", "b"}) == "which one: \"a\", \"b\"?");
  CHECK(which_of(Ids(8, "a")).find("...") == std::string::npos);
  const std::string many = which_of(Ids(9, "a"));
  CHECK(std::count(many.begin(), many.end(), 'a') == 8);
  CHECK_THAT(many, Catch::EndsWith("\"a\", ...?"));
  const CloudRegion region{.id = "aws/x"};
  CHECK(hint_for(Found<CloudRegion>{nullptr, {&region}, "y"}, "grids") == "which one: \"aws/x\"?");
  CHECK(hint_for(Found<CloudRegion>{nullptr, {}, "y"}, "grids") == "did you mean \"y\"?");
  CHECK(hint_for(Found<CloudRegion>{}, "grids") == "see `co2est factors list grids`");
  CHECK(hint_for(Found<CloudRegion>{}) == "see `co2est factors list`");
}
