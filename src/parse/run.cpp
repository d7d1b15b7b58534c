// Knows how what was said in two places becomes one: the later word wins, key by key.
#include "co2est/run.hpp"

#include <algorithm>

namespace co2est {
namespace {

constexpr std::uint32_t bit(Field field) {
  return 1U << static_cast<unsigned>(field);
}

/// Takes `from` where `to` says nothing; remembers that it came from there.
template <typename T>
void take(std::optional<T>& to, const std::optional<T>& from, Field field, std::uint32_t& marks) {
  if (to || !from) return;
  to = from;
  marks |= bit(field);
}

void take(std::string& to, const std::string& from, Field field, std::uint32_t& marks) {
  if (!to.empty() || from.empty()) return;
  to = from;
  marks |= bit(field);
}

void take_price(RunSpec& run, const RunSpec& base, std::uint32_t& marks) {
  if (!base.price) return;
  if (!run.price) {
    run.price.emplace();
    marks |= bit(Field::price);
  }
  if (!run.price->says_electricity()) {
    run.price->electricity_usd_per_kwh = base.price->electricity_usd_per_kwh;
    run.price->electricity_of_catalogue = base.price->electricity_of_catalogue;
  }
  if (!run.price->device_usd_per_h) run.price->device_usd_per_h = base.price->device_usd_per_h;
}

void take_tags(RunSpec& run, const RunSpec& base) {
  for (const auto& tag : base.tags) {
    const bool said = std::any_of(run.tags.begin(), run.tags.end(),
                                  [&](const auto& own) { return own.first == tag.first; });
    if (!said) run.tags.push_back(tag);
  }
}

}  // namespace

void RunSpec::clear() {
  where.clear();
  name.clear();
  method.clear();
  record.clear();
  devices.clear();
  tags.clear();
  extensions.clear();
  start.reset();
  end.reset();
  duration.reset();
  hosts.reset();
  devices_per_host.reset();
  pue.reset();
  grid.reset();
  market.reset();
  embodied.reset();
  water.reset();
  price.reset();
  repeat.reset();
  host = HostSaid::nothing;
  said_by_flag = said_by_defaults = 0;
}

void lay_under(const RunSpec& base, OriginKind base_kind, RunSpec& run) {
  std::uint32_t& marks = base_kind == OriginKind::flag ? run.said_by_flag : run.said_by_defaults;
  take(run.name, base.name, Field::name, marks);
  if (!run.start && !run.end && !run.duration && (base.start || base.end || base.duration)) {
    run.start = base.start;
    run.end = base.end;
    run.duration = base.duration;
    marks |= bit(Field::time);
  }
  take(run.hosts, base.hosts, Field::hosts, marks);
  take(run.devices_per_host, base.devices_per_host, Field::devices_per_host, marks);
  if (run.devices.empty() && !base.devices.empty()) {
    run.devices = base.devices;
    marks |= bit(Field::devices);
  }
  take(run.method, base.method, Field::method, marks);
  take(run.pue, base.pue, Field::pue, marks);
  take(run.grid, base.grid, Field::grid, marks);
  if (base.host != HostSaid::nothing && run.host == HostSaid::nothing) {
    run.host = base.host;
    marks |= bit(Field::host);
  }
  take(run.market, base.market, Field::market, marks);
  take(run.embodied, base.embodied, Field::embodied, marks);
  take(run.water, base.water, Field::water, marks);
  take_price(run, base, marks);
  take(run.repeat, base.repeat, Field::repeat, marks);
  take_tags(run, base);
}

}  // namespace co2est
