// Knows what a sensor is to the sampler: channels that are read together, each a counter, a power
// or both; and how a sensor that is not there, or may not be read, is told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/origin.hpp"
#include "meter/machine.hpp"

namespace co2est::meter {

/// What of a machine a figure covers. What lies within what is in containment.hpp.
enum class Scope : std::uint8_t {
  gpu,      ///< an accelerator board: chip, memory, regulators
  package,  ///< a CPU socket, or one die of it: cores, uncore, integrated GPU
  core,     ///< the cores of a package
  uncore,   ///< the integrated GPU or the rest of a package
  dram,     ///< the memory of a socket
  psys,     ///< the board of a client machine
  module,   ///< a superchip: CPU, GPU and both memories
  node,     ///< a whole server
};

/// One figure that a source gives.
struct Channel {
  Scope scope = Scope::package;
  /// Unique on this machine while it is up, and the same for every process: "GPU-5f3a...",
  /// "package-0". Records are merged by it.
  std::string id;
  std::string model;              ///< as the driver spells it; may be empty
  Sensor sensor = Sensor::none;   ///< the class of its uncertainty
  double counter_range_j = 0;     ///< J, where the counter wraps; 0: it never does
  double counter_step_j = 0;      ///< J, the smallest step that is known; 0: not known
  std::optional<double> limit_w;  ///< W, the most that the device may draw
  double share = 1;               ///< 0 to 1, of the device that is ours (a MIG instance)
  std::string part;               ///< which: its GPU instances; empty where all of it counts
  std::string note;               ///< what a reader of the record must know
};

/// What one read of a channel gave. Nothing, with a `fault`, is not zero.
struct Reading {
  std::int64_t at_ns = 0;          ///< CLOCK_MONOTONIC, when it was read
  std::optional<double> energy_j;  ///< J, the counter as it stands
  std::optional<double> power_w;   ///< W
  std::string_view fault;          ///< static text such as "lost"; empty where all went well
  std::string_view note;           ///< static text: joins that of the channel; said once
};

/// A sensor that is open. One thread uses it.
class Source {
 public:
  virtual ~Source() = default;
  [[nodiscard]] const std::vector<Channel>& channels() const { return channels_; }
  /// Fills one reading for each channel, in their order. Never throws: a fault is a reading.
  virtual void read(std::span<Reading> readings) = 0;

 protected:
  std::vector<Channel> channels_;
};

/// How a sensor stands, as `doctor` and the record tell it.
enum class Standing : std::uint8_t {
  used,       ///< it is read
  contained,  ///< readable, but its figure lies within another's
  absent,     ///< this machine has none
  denied,     ///< the system forbids it
  unusable,   ///< there, but it gives no figure
};

struct Finding {
  std::string source;  ///< the row of the table of sources
  std::string what;    ///< a path, a device, a library
  Standing standing = Standing::absent;
  std::string reason;  ///< empty where it is used
  std::string remedy;  ///< the exact line that helps; may be empty
};

/// What opening a kind of source gave.
struct Opened {
  std::unique_ptr<Source> source;  ///< null where there is nothing to read
  std::vector<Finding> findings;
};

/// A row of the table of sources.
struct SourceKind {
  std::string_view name;     ///< "nvml"
  std::string_view meaning;  ///< "NVIDIA GPUs by the driver's library"
  /// Whether it calls a library that may hang or crash: it gets a thread of its own, and the
  /// sampler starts without it after a crash.
  bool foreign = false;
  Opened (*open)(const Machine& machine) = nullptr;
};

/// What else a reader of the record must know of a channel.
void add_note(Channel& channel, std::string_view note);

/// Every kind of source, in the order in which they are opened.
std::span<const SourceKind> source_kinds();
const SourceKind* find_source_kind(std::string_view name);

}  // namespace co2est::meter
