// What the tests know about remarks: which are raised, where they point, and how many become few.
#include <catch2/catch.hpp>

#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

const Note& note_of(const Estimate& estimate, std::string_view code) {
  for (const Note& note : estimate.notes) {
    if (code_of(note) == code) return note;
  }
  FAIL("no note " << code);
  return estimate.notes.front();
}

/// The sum over runs whose keys are given, in this order.
Estimate total_of(const std::vector<std::string>& runs) {
  Total total;
  std::uint64_t document = 0;
  for (const std::string& run : runs)
    total.add(estimate_of(run), ++document);
  return total.finish("");
}

std::string at_tdp(const std::string& model, int watts) {
  return R"("duration_h":1,)" + kExact + R"("devices":[{"kind":"gpu","model":")" + model +
         R"(","power_w":)" + std::to_string(watts) + "}]";
}

std::string node(const std::string& accounting) {
  const std::string said = accounting.empty() ? "" : R"(,"accounting":")" + accounting + "\"";
  return R"("duration_h":1,"pue":"none","grid":{"intensity_g_per_kwh":100)" + said +
         R"(},"devices":[{"kind":"node","power_w":1000}])";
}

}  // namespace

TEST_CASE("a facility's PUE is no implausible PUE") {
  const std::string facility = R"("pue":1.5,"devices":[{"kind":"facility","energy_kwh":10}])";
  CHECK_FALSE(has_note(estimate_of(facility), "pue-implausible"));
  CHECK(has_note(estimate_of(facility), "pue-in-energy"));
  const std::string server = R"("devices":[{"kind":"node","energy_kwh":10}])";
  CHECK(has_note(estimate_of(R"("pue":1.01,)" + server), "pue-implausible"));
  CHECK(has_note(estimate_of(R"("pue":2.6,)" + server), "pue-implausible"));
  CHECK_FALSE(has_note(estimate_of(R"("pue":1.5,)" + server), "pue-implausible"));
}

TEST_CASE("a total says that it adds unknown accounting to known") {
  CHECK(text_of(note_of(total_of({node("lifecycle"), node("")}), "accounting-unknown")) ==
        "the total adds lifecycle figures to ones that do not say what they count; state "
        "\"accounting\"");
  CHECK(note_of(total_of({node(""), node("direct")}), "accounting-unknown").subject == "direct");
  CHECK_FALSE(has_note(total_of({node(""), node("")}), "accounting-unknown"));
  CHECK_FALSE(has_note(total_of({node("direct"), node("direct")}), "accounting-unknown"));
}

TEST_CASE("CO2 alone added to CO2e is remarked, in whatever order totals merge") {
  const auto in = [](const std::string& grid) {
    return estimate_of(R"("duration_h":1,"devices":[{"kind":"node","power_w":1}],"grid":)" + grid);
  };
  const Estimate co2 = in(R"({"id":"US-VA","accounting":"direct","year":2023})");
  const Estimate co2e = in(R"({"id":"US-VA","accounting":"direct","year":2021})");
  const auto noted = [](const std::vector<Estimate>& runs) {
    Total total, later;
    for (const Estimate& run : runs)
      later.add(run, 1);
    total.merge(std::move(later));
    return has_note(total.finish("sum"), "mixed-gases");
  };
  CHECK(noted({co2, co2e}));
  CHECK(noted({co2e, co2}));
  CHECK_FALSE(noted({co2, co2}));
  CHECK_FALSE(noted({co2e, co2e}));
  CHECK_FALSE(noted({co2, in(R"({"intensity_g_per_kwh":400})")}));
}

TEST_CASE("a total knows the first run of each accounting, wherever it was added") {
  const auto of = [](const std::vector<std::string>& accountings) {
    Total total;
    for (const std::string& accounting : accountings) {
      total.add(estimate_of("\"name\":\"" + accounting + "!\"," + node(accounting)), 1);
    }
    return total;
  };
  Total left = of({"lifecycle", "lifecycle"});
  CHECK_FALSE(left.mixed_accounting());
  left.merge(of({"", "direct", "direct"}));
  REQUIRE(left.mixed_accounting());
  CHECK(left.first_lifecycle()->number == 1);
  CHECK(left.first_direct()->number == 4);
  CHECK(left.first_direct()->name == "direct!");
}

TEST_CASE("a merged note names its subjects and no number of one run") {
  const Estimate one = total_of({at_tdp("A100-SXM4-80GB", 400), at_tdp("A100-SXM4-80GB", 400)});
  CHECK_THAT(text_of(note_of(one, "power-at-tdp")), Catch::StartsWith("power 400 W equals"));
  CHECK(note_of(one, "power-at-tdp").times == 2);

  const Estimate two = total_of({at_tdp("A100-SXM4-80GB", 400), at_tdp("H100 SXM5 80GB", 700),
                                 at_tdp("H100 SXM5 80GB", 700)});
  const std::string text = text_of(note_of(two, "power-at-tdp"));
  CHECK_THAT(text, Catch::Contains("A100") && Catch::Contains("H100") && !Catch::Contains(" W "));
  CHECK(note_of(two, "power-at-tdp").times == 3);
}

TEST_CASE("many subjects stay few words and little memory") {
  const auto unknown_model = [](int from, int to) {
    Total total;
    for (int i = from; i < to; ++i) {
      total.add(estimate_of(at_tdp("board " + std::to_string(i), 100)), 1);
    }
    return total;
  };
  const auto subject = [](Total total) {
    return note_of(total.finish(""), "model-unknown").subject;
  };
  CHECK(subject(unknown_model(0, 3)) == "board 0, board 1, board 2");
  CHECK(subject(unknown_model(0, 5)) == "board 0, board 1, board 2 and 2 more");
  CHECK(subject(unknown_model(0, 500)) == "board 0, board 1, board 2 and many more");
  Total parts = unknown_model(0, 2);
  parts.merge(unknown_model(1, 5));
  CHECK(subject(std::move(parts)) == "board 0, board 1, board 2 and 2 more");
}

TEST_CASE("numbers in remarks are plain digits") {
  const auto text = [](double a) {
    return text_of({.code = NoteCode::intensity_implausible, .where = {}, .subject = {}, .a = a});
  };
  CHECK_THAT(text(2621440), Catch::Contains(" 2621440 g/kWh"));
  CHECK_THAT(text(1e15), Catch::Contains(" 1000000000000000 g/kWh"));
  CHECK_THAT(text(1.5), Catch::Contains(" 1.5 g/kWh"));
  CHECK_THAT(text(0.00012345678), Catch::Contains(" 0.000123457 g/kWh"));
  CHECK_THAT(text(0), Catch::Contains(" 0 g/kWh"));
  CHECK_THAT(text(4), Catch::Contains(" 4 g/kWh"));
}

TEST_CASE("embodied emissions without hours are unknown, and say so") {
  const std::string asked = R"("embodied":true,)" + kExact;
  const std::string with = R"({"kind":"gpu","device_hours":10,"power_w":100})";
  const std::string without = R"({"kind":"gpu","energy_kwh":1})";
  const Estimate known = estimate_of(asked + R"("devices":[)" + with + "]");
  CHECK(known.embodied_co2e.has_value());
  CHECK_FALSE(has_note(known, "embodied-unknown"));
  for (const std::string& devices : {without, with + "," + without}) {
    const Estimate unknown = estimate_of(asked + R"("devices":[)" + devices + "]");
    CHECK_FALSE(unknown.embodied_co2e.has_value());
    CHECK_FALSE(unknown.device_hours.has_value());
    CHECK(has_note(unknown, "embodied-unknown"));
  }
}

TEST_CASE("a remark on a run of a project points into that run") {
  const Document project = parse_document(
      R"({"co2est":1,"runs":[{"devices":[{"kind":"node","energy_kwh":1}]},
          {"duration_h":1,"devices":[{"kind":"node","energy_kwh":1},
           {"kind":"idle","power":null}]}]})",
      "/data: /night.json");
  const ResolvedRun run = resolve(project.runs.at(1), catalogue());
  CHECK(note_of(estimate(run), "power-unknown").where == "/runs/1/devices/1");
  const Estimate single = estimate_of(R"("duration_h":1,"devices":[{"kind":"idle","power":null}])");
  CHECK(note_of(single, "power-unknown").where == "/devices/0");
}

TEST_CASE("the energy of an entry without a count says nothing of how many devices", "[count]") {
  const std::string device = R"("devices":[{"kind":"gpu","model":"A100 SXM4 80GB","energy_kwh":6)";
  const Estimate unknown = estimate_of(R"("duration_h":10,"embodied":true,)" + device + "}]");
  CHECK_FALSE(unknown.device_hours);
  CHECK_FALSE(unknown.embodied_co2e);
  CHECK_FALSE(unknown.components.front().count);
  const Estimate known =
      estimate_of(R"("duration_h":10,"embodied":true,)" + device + R"(,"count":8}])");
  CHECK(as_hours(known.device_hours.value()) == Approx(80));
  CHECK(known.embodied_co2e);
  CHECK(known.energy == unknown.energy);
}

TEST_CASE("only the tag stage says which part of a project a run is", "[notes]") {
  const auto remark = [](const std::string& tags) {
    const Estimate estimate = estimate_of(node("direct") + R"(,"tags":{)" + tags + "}");
    return text_of(note_of(estimate, "final-run-only"));
  };
  CHECK_THAT(remark(R"("stage":"failed")"), Catch::StartsWith("development and idle runs are not"));
  CHECK_THAT(remark(R"("user":"failed","team":"idle")"),
             Catch::StartsWith("development, failed and idle runs are not"));
}
