// What the tests know about --data-dir: a table that breaks its rules is named with file and line,
// and no number is printed.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

struct BadTable {
  const char* what;
  const char* file;
  std::string text;
  const char* place;  ///< behind the file's name
};

const std::string kHeader =
    "grid_id,year,accounting,gases,g_per_kwh,low_g_per_kwh,high_g_per_kwh,side,signal,losses,"
    "quality,edition,source_id,note\n";
const std::string kSwapped =
    "grid_id,year,accounting,gases,low_g_per_kwh,g_per_kwh,high_g_per_kwh,side,signal,losses,"
    "quality,edition,source_id,note\n";

std::string intensity_row(const std::string& figure, const std::string& gases = "co2e") {
  return "DE,2025,lifecycle," + gases + "," + figure +
         ",,,production,average,excluded,measured,2026,ember-owid-2026,\n";
}

std::vector<BadTable> bad_tables() {
  return {
      {"other columns", "pue.csv", "id,year\n", ":1: has not the columns"},
      {"nothing at all", "grids.csv", "", ":1: has not the columns"},
      {"swapped columns", "accelerators.csv",
       table_with("accelerators.csv", "id,name,", "name,id,"), ":1: has not the columns"},
      {"a PUE under 1", "pue.csv", table_with("pue.csv", ",1.", ",0."), ":[0-9]+: .*1 to 10"},
      {"a binary", "grid_intensity.csv",
       std::string("\x7F"
                   "ELF\2\1\1\0",
                   8),
       ":1: has not the columns"},
      {"swapped figures", "grid_intensity.csv", kSwapped + intensity_row("300"),
       ":1: has not the columns"},
      {"a negative intensity", "grid_intensity.csv", kHeader + intensity_row("-5"),
       ":2: column \"g_per_kwh\" holds \"-5\"; .*0 to 5000"},
      {"an intensity in words", "grid_intensity.csv", kHeader + intensity_row("low"),
       ":2: column \"g_per_kwh\" holds \"low\"; .*decimal"},
      {"no intensity", "grid_intensity.csv", kHeader + intensity_row(""),
       ":2: column \"g_per_kwh\" is empty"},
      {"a gas that is none", "grid_intensity.csv", kHeader + intensity_row("300", "CO2"),
       ":2: column \"gases\" holds \"CO2\"; .*co2e, co2"},
      {"a record too short", "grid_intensity.csv", kHeader + "DE,2025\n", ":2: has 2 cells"},
      {"rows out of order", "grid_intensity.csv",
       kHeader + intensity_row("300") + "CH" + intensity_row("30").substr(2),
       ":3: \"CH 2025 .*\" stands after \"DE 2025 "},
      {"years out of order", "pue.csv", table_with("pue.csv", "\ngoogle,2008,", "\ngoogle,2080,"),
       ":[0-9]+: \"google [0-9]+\" stands after \"google 2080\"; .*by id, year"},
      {"a low end above the middle", "measured_power.csv",
       table_with("measured_power.csv", ",0.261,", ",0.661,"),
       ":[0-9]+: column \"mid_fraction\" .* less than \"low_fraction\""},
      {"a quote that does not end", "pue.csv",
       "id,year,pue,low,high,wue_l_per_kwh,scope,quality,name,aliases,source_id,note\n\"a",
       ":2: a quote that is not closed"},
      {"GPUs without their number", "instances.csv",
       table_with("instances.csv", ",a10g,4,", ",a10g,,"),
       ":[0-9]+: column \"accelerators\" is empty; accelerator_id"},
      {"a server that draws less than its GPUs", "parameters.csv",
       table_with("parameters.csv", "host.single,1.2,", "host.single,0.8,"),
       ":[0-9]+: host\\.single is below 1"},
      {"a lifetime of zero", "parameters.csv",
       table_with("parameters.csv", "embodied.lifetime,3,", "embodied.lifetime,0,"),
       ":[0-9]+: column \"low\" holds \"0\""},
  };
}

}  // namespace

TEST_CASE("a table that breaks its rules is refused with its place", "[data-dir]") {
  const std::string first = (source_dir() / "data/examples/first.json").string();
  for (const BadTable& bad : bad_tables()) {
    DYNAMIC_SECTION(bad.what) {
      const TempDir dir;
      dir.write(bad.file, bad.text);
      const std::string place = ".*" + std::string(bad.file) + std::string(bad.place);
      demand_refusal(run({first, "--data-dir", dir.path().string()}), 2, place);
      demand_refusal(run({"factors", "list", "--data-dir", dir.path().string()}), 2, place);
    }
  }
}

TEST_CASE("blank lines and line ends in cells change no figure", "[data-dir]") {
  for (const char* const table : {"grid_intensity.csv", "sources.csv"}) {
    const TempDir dir;
    std::string text = read_file(source_dir() / "data" / table);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
      text.insert(at, "\n");
    dir.write(table, text);
    INFO(table);
    const std::vector<std::string> words{"-", "--format", "csv", "--grid", "FR"};
    std::vector<std::string> with_folder = words;
    with_folder.insert(with_folder.end(), {"--data-dir", dir.path().string()});
    const Outcome sparse_table = run(with_folder, kGood);
    CHECK(sparse_table.status == 0);
    CHECK(sparse_table.out == run(words, kGood).out);
    with_folder[2] = "text";
    CHECK_THAT(run(with_folder, kGood).out, Catch::Contains("Ember"));
  }
}

TEST_CASE("every table of a folder is judged at once", "[data-dir]") {
  const TempDir dir;
  dir.write("pue.csv", "id\n");
  dir.write("grid_intensity.csv", kHeader + intensity_row("-5") + intensity_row("9000"));
  const Outcome outcome = run({"factors", "list", "--data-dir", dir.path().string()});
  CHECK(outcome.status == 2);
  for (const char* place : {"pue.csv:1:", "grid_intensity.csv:2:", "grid_intensity.csv:3:"}) {
    CHECK_THAT(outcome.err, Catch::Contains(place));
  }
}

TEST_CASE("the shipped tables keep the rules, and a changed figure counts", "[data-dir]") {
  const std::string shipped = (source_dir() / "data").string();
  const Outcome all = run({"-", "--format", "csv", "--data-dir", shipped}, kGood);
  CHECK(all.status == 0);
  CHECK(all.err.empty());
  CHECK(all.out == run({"-", "--format", "csv"}, kGood).out);

  const TempDir dir;
  dir.write("grid_intensity.csv", kHeader + intensity_row("100"));
  const Outcome changed = run({"-", "--grid", "DE", "--data-dir", dir.path().string()}, kGood);
  CHECK(changed.status == 0);
  CHECK_THAT(changed.out, Catch::Contains("100 g/kWh"));
  dir.write("puee.csv", "");
  demand_refusal(run({"-", "--data-dir", dir.path().string()}, kGood), 2, ".*puee\\.csv.*\"pue\"");
}

TEST_CASE("a place without a figure of its own says whose it takes", "[data]") {
  const TempDir dir;
  dir.write("grid_intensity.csv",
            kHeader + intensity_row("300") + "WORLD" + intensity_row("500").substr(2));
  const auto notes_of = [&](const std::string& grid) {
    return run({"-", "--grid", grid, "--format", "json", "--data-dir", dir.path().string()}, kGood)
        .out;
  };
  CHECK_THAT(notes_of("ZM"), Catch::Contains("WORLD stands in for ZM"));
  CHECK_THAT(notes_of("DE"), !Catch::Contains("grid-around"));
}

TEST_CASE("places that lie within each other end the search for a figure", "[data]") {
  const TempDir dir;
  dir.write("grids.csv",
            table_with("grids.csv", "country,Zambia,ZM,ZMB,,WORLD", "country,Zambia,ZM,ZMB,,ZM"));
  dir.write("grid_intensity.csv", kHeader);
  demand_refusal(run({"-", "--grid", "ZM", "--data-dir", dir.path().string()}, kGood), 2,
                 "--grid: no lifecycle figure of \"ZM\" is held");
}

}  // namespace co2est_tests
