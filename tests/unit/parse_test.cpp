// What the tests know about run files: what is read, and every problem at its place.
#include <catch2/catch.hpp>

#include "co2est/error.hpp"
#include "co2est/parse.hpp"
#include "support/line_outcome.hpp"

using namespace co2est;

namespace {

std::vector<Problem> problems_of(const std::string& text) {
  try {
    parse_document(text, "run.json");
  } catch (const Error& error) {
    return error.problems();
  }
  return {};
}

const std::string kRun = R"({"co2est":1,"name":"n","start":"2017-06-01T00:00:00Z","duration":"84 h",
 "devices":[{"kind":"gpu","model":"Tesla P100-PCIE-16GB","count":8,"power_w":[150,180.5,200]},
 {"kind":"cpu","count":2,"power":"35 W","basis":"measured","x-own":{"a":[1]}}],
 "grid":{"mix":{"coal":27,"gas":73}},"tags":{"project":"nmt"},"x-note":[1,{"b":null}],"comment":{}})";

}  // namespace

TEST_CASE("a run is read whole") {
  const RunSpec run = parse_run(kRun);
  CHECK(run.name == "n");
  CHECK(as_hours(run.duration->mid) == 84);
  REQUIRE(run.devices.size() == 2);
  CHECK(as_watts(run.devices[0].power->low) == 150);
  CHECK(as_watts(run.devices[0].power->mid) == 180.5);
  CHECK(run.devices[1].kind == DeviceKind::cpu);
  CHECK(run.devices[1].basis == Basis::measured);
  CHECK(run.grid->mix.size() == 2);
  CHECK(run.tags.front() == std::pair<std::string, std::string>("project", "nmt"));
  REQUIRE(run.extensions.size() == 1);
  CHECK(run.extensions.front().first == "x-note");
  CHECK(run.extensions.front().second == R"([1,{"b":null}])");
}

TEST_CASE("one reader reads many texts the same") {
  RunReader reader;
  for (int i = 0; i < 3; ++i) {
    std::string text = kRun;
    CHECK(reader.read(text, "a").runs.front().devices.size() == 2);
    std::string other = R"({"co2est":1,"devices":[{"kind":"idle","energy_kwh":1}]})";
    const Document& document = reader.read(other, "b");
    CHECK(document.runs.front().devices.size() == 1);
    CHECK(document.runs.front().name.empty());
    CHECK_FALSE(document.runs.front().grid.has_value());
  }
}

TEST_CASE("a project lays its defaults under its runs") {
  const Document d = parse_document(R"({"co2est":1,"name":"p",
    "defaults":{"duration":"2 h","pue":1.1,"tags":{"a":"1","b":"2"},
                "price":{"electricity_usd_per_kwh":0.1,"device_usd_per_h":2}},
    "runs":[{"end":"2020-01-01T00:00:00Z","tags":{"b":"3"},"price":{"device_usd_per_h":5}},
            {"pue":"none"}]})");
  REQUIRE(d.project);
  REQUIRE(d.runs.size() == 2);
  CHECK_FALSE(d.runs[0].duration.has_value());  // start, end and duration are one group
  CHECK(d.runs[1].duration.has_value());
  CHECK(d.runs[0].pue->value->mid == 1.1);
  CHECK(d.runs[0].origin_of(Field::pue) == OriginKind::defaults);
  CHECK(d.runs[1].pue->none);
  CHECK(d.runs[0].tags.size() == 2);
  CHECK(d.runs[0].price->electricity_usd_per_kwh->mid == 0.1);
  CHECK(d.runs[0].price->device_usd_per_h->mid == 5);
}

TEST_CASE("every problem is told at its place") {
  const auto problems = problems_of(R"({"co2est":1,"durration":1,"duration":84,"pue":0.9,
    "devices":[{"kind":"gpu","power_w":"330 W"},{"kind":"bus"},{"count":-1}],"name":"a","name":"b"})");
  REQUIRE(problems.size() == 8);
  CHECK(problems[0].where == "run.json: /durration");
  CHECK(problems[0].hint == "did you mean \"duration\"?");
  CHECK(problems[1].where == "run.json: /duration");
  CHECK(problems[1].hint.find("duration_h") != std::string::npos);
  CHECK(problems[2].where == "run.json: /pue");
  CHECK(problems[3].where == "run.json: /devices/0/power_w");
  CHECK(problems[4].where == "run.json: /devices/1/kind");
  CHECK(problems[5].where == "run.json: /devices/2/count");
  CHECK(problems[6].where == "run.json: /devices/2");
  CHECK(problems[7].what == "stands twice");
}

TEST_CASE("a syntax error has line and column") {
  const auto problems = problems_of("{\"co2est\": 1,\n  \"a\\n\": 1,\n  \"b\" 2}");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where == "run.json:3:7");
}

TEST_CASE("an instance takes the place of a kind and has a name") {
  const auto problems = problems_of(R"({"co2est":1,"duration":"1 h","devices":[
    {"instance":"p4d.24xlarge","kind":"gpu"},{"instance":""}]})");
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].where == "run.json: /devices/0/kind");
  CHECK(problems[0].hint.find("\"instance\" takes the place of \"kind\"") != std::string::npos);
  CHECK(problems[1].where == "run.json: /devices/1/instance");
  CHECK(problems[1].what == "is empty");
}

TEST_CASE("bare and suffixed names are one key") {
  CHECK(problems_of(R"({"co2est":1,"duration":"1 h","duration_h":1,"devices":[]})").size() == 1);
}

TEST_CASE("an estimate given as input is named") {
  const auto problems = problems_of(R"({"schema":"co2est/estimate/1","name":"x","scope":"node"})");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].what == "is an estimate, not a run file");
}

TEST_CASE("nesting is bounded") {
  const std::string deep = "{\"x-a\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
  const auto problems = problems_of(deep);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].what == "nested more than 64 levels deep");
}

TEST_CASE("more than twenty problems are counted") {
  std::string text = R"({"co2est":1,"devices":[)";
  for (int i = 0; i < 30; ++i)
    text += std::string(i ? "," : "") + R"({"kind":"bus"})";
  const auto problems = problems_of(text + "]}");
  REQUIRE(problems.size() == 21);
  CHECK(problems.back().what == "and 10 problems more");
}

TEST_CASE("a project is no single run") {
  const std::string project =
      R"({"co2est":1,"runs":[{"duration_h":1,"devices":[{"kind":"node","power_w":1}]}]})";
  CHECK(parse_document(project).project);
  try {
    parse_run(project, "p.json");
    FAIL("parse_run took a project");
  } catch (const Error& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems().front().where == "p.json");
    CHECK(error.problems().front().what == "is a project, not a single run");
    CHECK_FALSE(error.problems().front().hint.empty());
  }
}

TEST_CASE("a line is read alike whatever stood before it", "[parse][layout]") {
  const std::string line =
      R"({"co2est":1,"name":"a","start":"2024-01-01T00:00:00Z","duration_h":10,"devices":[)"
      R"({"kind":"gpu","model":"NVIDIA A100-SXM4-40GB","count":8,"power_w":300.5,"basis":)"
      R"("measured"},{"kind":"cpu","power":"100 W"},{"kind":"gpu","power":null,"intervals":[)"
      R"({"start":"2024-01-01T00:00:00Z","end":"2024-01-01T01:00:00Z","energy_j":36}]}],)"
      R"("pue":1.2,"grid":{"intensity":"400 g/kWh","source":"s"},"embodied":true,)"
      R"("price":{"electricity":"0.1 USD/kWh"},"tags":{"user":"u","stage":"failed"}})";
  const std::vector<std::pair<std::string, std::string>> changes{
      {"\"a\"", "\"b c\""},
      {"\"a\"", "\"\""},
      {"\"a\"", "\"\\u00e9\""},
      {"\"a\"", "\"\xc3\xa9\""},
      {"\"a\"", "\"a"},
      {"\"a\"", "1"},
      {"2024-01-01T00:00:00Z", "2025-06-01T00:00:00+02:00"},
      {"2024-01-01T00:00:00Z", "yesterday"},
      {"\"a\"", "\"ab\""},
      {"measured", "measure"},
      {"failed", "failed again and again"},
      {":10,", ":100,"},
      {":10,", ":1,"},
      {":10,", ":1e1,"},
      {":10,", ":1e400,"},
      {":10,", ":-1,"},
      {":10,", ":010,"},
      {":10,", ":10 ,"},
      {":10,", ":\"10 h\","},
      {"1,\"name", "2,\"name"},
      {"NVIDIA A100-SXM4-40GB", "Tesla V100-SXM2-32GB"},
      {"measured", "guessed"},
      {"gpu", "tpu"},
      {"100 W", "0.1 kW"},
      {"100 W", "100 kWh"},
      {"T01:00", "T00:00"},
      {"36}", "36e3}"},
      {"null", "1"},
      {":1.2,", ":0.9,"},
      {":1.2,", ":1.2000000000000000000001,"},
      {"true", "false"},
      {"true", "truth"},
      {"\"u\"", "\"w\",\"user\":\"x\""},
      {"failed", "idle"},
      {"}}", "}} "},
      {"}}", "}}}"},
      {"}}", "}"},
      {"{\"co2est\"", " {\"co2est\""},
      {",\"pue\":1.2", ""},
      {",\"pue\":1.2", ",\"pue\":[1.1,1.2,1.3]"},
      {",\"pue\":1.2", ",\"pue\":1.2,\"x-a\":[1]"},
      {"\"pue\"", "\"peu\""},
  };
  RunReader fresh;
  RunReader shared;
  const std::string expected = co2est_tests::outcome_of(fresh, line);
  CHECK(expected.find("\"co2e_kg\"") != std::string::npos);
  std::size_t different = 0;
  for (const auto& [from, to] : changes) {
    std::string changed = line;
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, from.size(), to);
    INFO(from << " -> " << to);
    RunReader alone;
    const std::string outcome = co2est_tests::outcome_of(alone, changed);
    if (outcome != expected) ++different;
    // Often enough for its layout to be noted again, however many changes went before.
    for (int i = 0; i < 1030; ++i)
      REQUIRE(co2est_tests::outcome_of(shared, line) == expected);
    CHECK(co2est_tests::outcome_of(shared, changed) == outcome);
    CHECK(co2est_tests::outcome_of(shared, changed) == outcome);
    CHECK(co2est_tests::outcome_of(shared, line) == expected);
  }
  CHECK(different > changes.size() / 2);
}

TEST_CASE("values that stay and values that change are read alike", "[parse][layout]") {
  const auto line_of = [](std::mt19937_64& random, std::uint64_t variety) {
    const auto pick = [&](std::initializer_list<const char*> values) {
      return std::string(values.begin()[random() % variety % values.size()]);
    };
    return R"({"co2est":1,"name":")" + pick({"a", "ab", "", "sixteen letters!", "é"}) +
           R"(","duration_h":)" + pick({"1", "12", "1.5", "120", "1e1"}) +
           R"(,"devices":[{"kind":")" + pick({"gpu", "tpu"}) + R"(","power_w":)" +
           pick({"300", "30", "3000.5", "300.25"}) + R"(,"basis":")" +
           pick({"measured", "modelled", "reported"}) + R"("}],"pue":)" +
           pick({"1.1", "1.11", "1", "1.1000000000000001"}) + R"(,"tags":{"user":")" +
           pick({"u1", "u12", "u", "a user with a long name"}) + R"("}})";
  };
  std::mt19937_64 random(20261123);
  RunReader shared;
  for (std::uint64_t variety : {1U, 2U, 3U, 100U, 2U, 1U}) {
    for (int i = 0; i < 300; ++i) {
      const std::string line = line_of(random, variety);
      INFO(line);
      RunReader fresh;
      REQUIRE(shared.read(line, "f").runs == fresh.read(line, "f").runs);
    }
  }
}

TEST_CASE("a line that is cut off is read to its end and no further", "[parse][layout]") {
  const std::string line =
      R"({"co2est":1, "name": "sixteen letters!", "duration_h": 12.5, "devices":[ {"kind": "gpu",)"
      R"( "count": 8 , "power_w": 3.5e2 }], "pue": 1.1, "tags": {"user":"u"} })";
  for (std::size_t size = 0; size <= line.size(); ++size) {
    RunReader reader;
    for (int i = 0; i < 3; ++i)
      reader.read(line, "f");
    const std::vector<char> exact(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(size));
    INFO(size);
    if (size == line.size()) {
      CHECK(reader.read({exact.data(), size}, "f").runs.size() == 1);
    } else {
      CHECK_THROWS_AS(reader.read({exact.data(), size}, "f"), Error);
    }
  }
}

TEST_CASE("a faulty element of a range draws its own problem alone", "[parse]") {
  RunReader reader;
  const auto problems = [&](const std::string& duration) {
    try {
      reader.read(
          R"({"co2est":1,"duration":)" + duration + R"(,"devices":[{"kind":"gpu","power_w":1}]})",
          "f");
    } catch (const Error& error) {
      return error.problems().size();
    }
    return std::size_t{0};
  };
  for (int i = 0; i < 2; ++i) {  // whatever was read before
    CHECK(problems(R"(["5 x","3 h","4 h"])") == 1);
    CHECK(problems(R"(["2 h","x","1 h"])") == 1);
    CHECK(problems(R"(["2 h","3 h","4 h"])") == 0);
    CHECK(problems(R"(["3 h","2 h","4 h"])") == 1);
    CHECK(problems(R"(["0 h","2 h","4 h"])") == 1);
  }
}

TEST_CASE("a text that ends too early is said to be cut off", "[parse]") {
  const std::string run = R"({"co2est":1,"duration":"1 h","devices":[{"kind":"gpu","power_w":1}]})";
  for (std::size_t size = 1; size < run.size(); ++size) {
    const std::vector<Problem> problems = problems_of(run.substr(0, size) + "\n");
    INFO(run.substr(0, size));
    REQUIRE(problems.size() == 1);
    const bool in_string = problems[0].what.find("string") != std::string::npos ||
                           problems[0].what.find("control") != std::string::npos;
    if (!in_string) CHECK(problems[0].hint.find("cut off") != std::string::npos);
  }
}
