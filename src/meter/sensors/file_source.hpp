// Knows a source whose channels are numbers in files: an energy counter, a power, or both.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "meter/sensors/number_file.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

inline constexpr double kMicro = 1e-6;

/// A number in a file, and how it becomes joules or watts.
struct Gauge {
  NumberFile file;
  double unit = 1;            ///< J or W for each 1 in the file
  bool zero_is_none = false;  ///< 0 says "not known", as with a power that is never 0
  /// ns for which a value stands: the average over that time, so the file is read no faster.
  std::int64_t stands_ns = 0;
};

class FileSource : public Source {
 public:
  /// At least one of the gauges is there.
  void add(Channel channel, std::optional<Gauge> energy, std::optional<Gauge> power);
  void read(std::span<Reading> readings) override;

 private:
  struct Kept {
    Gauge gauge;
    Number last{};
    std::int64_t read_ns = 0;
  };
  struct Row {
    std::optional<Kept> energy, power;
  };

  static Number number_of(Kept& kept, std::int64_t now_ns);

  std::vector<Row> rows_;
};

/// The gauge of a file, or nothing where it cannot be opened.
std::optional<Gauge> gauge_of(const std::string& path, double unit, bool zero_is_none = false);

}  // namespace co2est::meter
