#include "meter/sensors/file_source.hpp"

#include <algorithm>
#include <utility>

#include "meter/clock.hpp"

namespace co2est::meter {

void FileSource::add(Channel channel, std::optional<Gauge> energy, std::optional<Gauge> power) {
  channels_.push_back(std::move(channel));
  Row& row = rows_.emplace_back();
  if (energy) row.energy.emplace(Kept{std::move(*energy)});
  if (power) row.power.emplace(Kept{std::move(*power)});
}

Number FileSource::number_of(Kept& kept, std::int64_t now_ns) {
  const Gauge& gauge = kept.gauge;
  if (kept.read_ns != 0 && now_ns - kept.read_ns < gauge.stands_ns) return kept.last;
  kept.read_ns = now_ns;
  kept.last = gauge.file.read();
  if (kept.last.fault.empty() && kept.last.value == 0 && gauge.zero_is_none)
    kept.last.fault = "no data";
  kept.last.value *= gauge.unit;
  return kept.last;
}

void FileSource::read(std::span<Reading> readings) {
  const std::size_t count = std::min(readings.size(), rows_.size());
  for (std::size_t i = 0; i < count; ++i) {
    Reading& reading = readings[i];
    reading = {monotonic_ns(), {}, {}, {}};
    if (rows_[i].energy) {
      const Number number = number_of(*rows_[i].energy, reading.at_ns);
      if (number.fault.empty()) reading.energy_j = number.value;
      reading.fault = number.fault;
    }
    if (rows_[i].power) {
      const Number number = number_of(*rows_[i].power, reading.at_ns);
      if (number.fault.empty()) reading.power_w = number.value;
      if (reading.fault.empty()) reading.fault = number.fault;
    }
  }
}

std::optional<Gauge> gauge_of(const std::string& path, double unit, bool zero_is_none) {
  NumberFile file(path);
  if (!file.is_open()) return std::nullopt;
  return Gauge{std::move(file), unit, zero_is_none, 0};
}

}  // namespace co2est::meter
