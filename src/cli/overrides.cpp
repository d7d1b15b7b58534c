// Knows how an option becomes a run-file value: each goes through the run file's own parser.
#include "cli/overrides.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "co2est/error.hpp"
#include "co2est/parse.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {

using Json = nlohmann::ordered_json;

/// Reads options one by one and gathers what is wrong with them.
class OptionReader {
 public:
  /// `run` is a run file that says only what `option` says.
  void read(const std::string& option, const std::optional<std::string>& word,
            const std::function<Json(const std::string&)>& run,
            const std::function<void(RunSpec&)>& take) {
    if (!word) return;
    try {
      Json said = run(*word);
      said["co2est"] = 1;
      if (!said.contains("devices")) said["devices"] = Json::array({Json{{"kind", "gpu"}}});
      RunSpec spec = parse_run(said.dump(-1, ' ', false, Json::error_handler_t::replace), option);
      take(spec);
    } catch (const Error& error) {
      for (Problem problem : error.problems()) {
        problem.where = option;
        problems_.push_back(std::move(problem));
      }
    }
  }
  void finish() {
    if (!problems_.empty()) throw Error(ErrorKind::input, std::move(problems_));
  }

 private:
  std::vector<Problem> problems_;
};

namespace {

constexpr std::uint32_t bit(Field field) {
  return 1U << static_cast<unsigned>(field);
}

Json plain(const std::string& word) {
  const std::optional<double> number = number_in(word);
  return number ? Json(*number) : Json(word);
}

/// {"power": "330 W"} or, for a bare number, {"power_w": 330}.
Json quantity(const std::string& name, const std::string& suffix, const std::string& word) {
  const std::optional<double> number = number_in(word);
  return number ? Json{{name + suffix, *number}} : Json{{name, word}};
}

Json with_device(Json device, const char* kind = "gpu") {
  device["kind"] = kind;
  return Json{{"devices", Json::array({std::move(device)})}};
}

Json grid_of(const std::string& word) {
  if (word.find_first_not_of(' ') == std::string::npos) {
    throw Error(ErrorKind::input, Problem{"", "needs a name", "see `co2est factors list grids`"});
  }
  const bool stated = !word.empty() && word.find_first_of("0123456789.") == 0;
  return stated ? Json{{"intensity", word}} : Json{{"id", word}};
}

}  // namespace

void OverrideWords::add_to(std::vector<Option>& options) {
  const std::vector<Option> rows{
      {"--model", "NAME", "the gpu or tpu; figures of another model are dropped, its hours kept",
       &model},
      {"--instance", "NAME", "the cloud instance, such as p4d.24xlarge: its devices", &instance},
      {"--count", "N", "how many of them, over all hosts", &count},
      {"--power", "W", "mean power of one, such as 300 or \"0.3 kW\"", &power},
      {"--hours", "H", "duration, such as 84 or \"3.5 d\"", &hours},
      {"--memory", "GB", "memory of each host, such as 512 or \"1 TB\"", &memory},
      {"--host", "WHAT", "the rest of the server", &host, {"model", "included"}},
      {"--repeat", "N", "how often the run was done", &repeat},
      {"--pue", "PUE", "a number, none, or a facility such as google", &pue},
      {"--grid", "GRID", "DE, US-VA, gcp/europe-north1, or \"432 g/kWh\"", &grid},
      {"--year", "YEAR", "year of the grid's figure", &year},
      {"--accounting",
       "KIND",
       "what the grid's figure counts",
       &accounting,
       {"lifecycle", "direct"}},
      {"--method", "PRESET", "preset of a paper, such as strubell2019", &method},
      {"--name", "NAME", "name of the run", &name},
  };
  options.insert(options.end(), rows.begin(), rows.end());
}

Overrides::Overrides(const OverrideWords& words) : said_(words) {
  const auto all = {&words.name,  &words.instance, &words.hours,      &words.count,  &words.model,
                    &words.power, &words.memory,   &words.repeat,     &words.method, &words.pue,
                    &words.grid,  &words.year,     &words.accounting, &words.host};
  empty_ = std::none_of(all.begin(), all.end(), [](const auto* word) { return word->has_value(); });
  if (empty_) return;
  OptionReader in;
  read_run_options(in);
  read_grid_options(in);
  read_device_options(in);
  in.finish();
}

void Overrides::read_run_options(OptionReader& in) {
  const auto key = [](const char* name, bool text) {
    return [name, text](const std::string& w) { return Json{{name, text ? Json(w) : plain(w)}}; };
  };
  in.read("--name", said_.name, key("name", true), [&](RunSpec& r) { flags_.name = r.name; });
  in.read("--method", said_.method, key("method", true),
          [&](RunSpec& r) { flags_.method = r.method; });
  in.read("--repeat", said_.repeat, key("repeat", false),
          [&](RunSpec& r) { flags_.repeat = r.repeat; });
  in.read("--pue", said_.pue, key("pue", false), [&](RunSpec& r) { flags_.pue = r.pue; });
  in.read("--host", said_.host, key("host", true), [&](RunSpec& r) { flags_.host = r.host; });
  in.read(
      "--hours", said_.hours, [](const std::string& w) { return quantity("duration", "_h", w); },
      [&](RunSpec& r) { flags_.duration = r.duration; });
}

void Overrides::read_grid_options(OptionReader& in) {
  in.read(
      "--grid", said_.grid,
      [](const std::string& w) {
        return Json{{"grid", grid_of(w)}};
      },
      [&](RunSpec& r) { flags_.grid = r.grid; });
  in.read(
      "--year", said_.year,
      [](const std::string& w) {
        return Json{{"grid", {{"id", "any"}, {"year", plain(w)}}}};
      },
      [&](RunSpec& r) { grid_.year = r.grid->year; });
  in.read(
      "--accounting", said_.accounting,
      [](const std::string& w) {
        return Json{{"grid", {{"id", "any"}, {"accounting", w}}}};
      },
      [&](RunSpec& r) { grid_.accounting = r.grid->accounting; });
}

void Overrides::read_device_options(OptionReader& in) {
  in.read(
      "--count", said_.count,
      [](const std::string& w) {
        return with_device(Json{{"count", plain(w)}});
      },
      [&](RunSpec& r) { device_.count = r.devices.front().count; });
  in.read(
      "--model", said_.model,
      [](const std::string& w) {
        return with_device(Json{{"model", w}});
      },
      [&](RunSpec& r) { device_.model = r.devices.front().model; });
  in.read(
      "--instance", said_.instance,
      [](const std::string& w) {
        return Json{{"devices", Json::array({Json{{"instance", w}}})}};
      },
      [&](RunSpec& r) { device_.instance = r.devices.front().instance; });
  in.read(
      "--power", said_.power,
      [](const std::string& w) { return with_device(quantity("power", "_w", w)); },
      [&](RunSpec& r) { device_.power = r.devices.front().power; });
  in.read(
      "--memory", said_.memory,
      [](const std::string& w) { return with_device(quantity("memory", "_gb", w), "dram"); },
      [&](RunSpec& r) {
        memory_ = r.devices.front();
        memory_.said_by_flag = 1U << static_cast<unsigned>(DeviceOption::memory);
      });
}

void Overrides::patch_grid(RunSpec& run) const {
  if (!grid_.year && !grid_.accounting) return;
  if (!run.grid) {
    throw Error(ErrorKind::input,
                Problem{run.where, "--year, --accounting: the run names no grid", "add --grid"});
  }
  if (grid_.year) run.grid->year = grid_.year;
  if (grid_.accounting) run.grid->accounting = grid_.accounting;
}

void Overrides::lay_over(RunSpec& run) const {
  std::uint32_t replaced = 0;
  const auto forget = [&](bool said, Field field, auto&& clear) {
    if (!said) return;
    clear();
    replaced |= bit(field);
  };
  forget(said_.name.has_value(), Field::name, [&] { run.name.clear(); });
  forget(said_.method.has_value(), Field::method, [&] { run.method.clear(); });
  forget(said_.repeat.has_value(), Field::repeat, [&] { run.repeat.reset(); });
  forget(said_.pue.has_value(), Field::pue, [&] { run.pue.reset(); });
  forget(said_.grid.has_value(), Field::grid, [&] { run.grid.reset(); });
  forget(said_.host.has_value(), Field::host, [&] { run.host = HostSaid::nothing; });
  forget(said_.hours.has_value(), Field::time, [&] {
    run.start.reset();
    run.end.reset();
    run.duration.reset();
  });
  run.said_by_defaults &= ~replaced;
  lay_under(flags_, OriginKind::flag, run);
  patch_grid(run);
  patch_devices(run);
}

RunSpec Overrides::alone(const Catalogue& catalogue) const {
  RunSpec run;
  run.where = "command line";
  DeviceSpec device;
  if (said_.model) {
    const Found<Accelerator> found = catalogue.find_accelerator(device_.model);
    if (found && found.row->kind == "tpu") device.kind = DeviceKind::tpu;
  }
  run.devices.push_back(device);
  return run;
}

}  // namespace co2est::cli
