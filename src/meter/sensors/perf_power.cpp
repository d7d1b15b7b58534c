// Knows RAPL as perf_event shows it: the PMU "power", one counter for each domain and package.
//
// It needs perf_event_paranoid <= 0 or CAP_PERFMON. Its counters begin at 0 and never wrap: the
// kernel extends them to 64 bits.
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <set>
#include <utility>

#include "meter/clock.hpp"
#include "meter/sensors/file_source.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

constexpr std::string_view kPmu = "/sys/bus/event_source/devices/power";
constexpr std::string_view kParanoid = "/proc/sys/kernel/perf_event_paranoid";

/// The events of the PMU, by the names that powercap gives the same domains.
struct EventKind {
  std::string_view event;
  Scope scope;
  std::string_view suffix;  ///< behind the package's name
};
constexpr std::array<EventKind, 5> kEvents{{
    {"energy-pkg", Scope::package, ""},
    {"energy-cores", Scope::core, "/core"},
    {"energy-gpu", Scope::uncore, "/uncore"},
    {"energy-ram", Scope::dram, "/dram"},
    {"energy-psys", Scope::psys, "psys"},
}};

/// powercap and perf_event give the same counters, so one of them is read: powercap where it gives
/// a package, else perf_event. This function alone decides.
enum class Rapl : std::uint8_t { powercap, perf };
Rapl choose_rapl(const Machine& machine) {
  return powercap_gives_package(machine) ? Rapl::powercap : Rapl::perf;
}

/// "0,18" and "0-1" as numbers.
std::vector<int> numbers_in_list(std::string_view text) {
  std::vector<int> numbers;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  while (at < end) {
    int first = 0;
    const auto begin = std::from_chars(at, end, first);
    if (begin.ec != std::errc()) break;
    int last = first;
    at = begin.ptr;
    if (at < end && *at == '-') at = std::from_chars(at + 1, end, last).ptr;
    for (int number = first; number <= last; ++number)
      numbers.push_back(number);
    ++at;  // the comma
  }
  return numbers;
}

/// "event=0x02" as a number.
std::optional<std::uint64_t> config_of(const std::string& text) {
  constexpr std::string_view kKey = "event=0x";
  constexpr int kHex = 16;
  std::uint64_t config = 0;
  if (!text.starts_with(kKey)) return std::nullopt;
  const char* const begin = text.data() + kKey.size();
  const bool read =
      std::from_chars(begin, text.data() + text.size(), config, kHex).ec == std::errc();
  return read ? std::optional(config) : std::nullopt;
}

struct Event {
  const EventKind* kind = nullptr;
  std::uint64_t config = 0;
  double unit_j = 0;
};

/// The events that the PMU has in joules.
std::vector<Event> events_of(const Machine& machine) {
  std::vector<Event> events;
  for (const EventKind& kind : kEvents) {
    const std::string path = machine.path(kPmu) + "/events/" + std::string(kind.event);
    const auto config = config_of(read_small_file(path).value_or(""));
    const auto scale = number_in_file(path + ".scale");
    if (config && scale && read_small_file(path + ".unit") == "Joules")
      events.push_back({&kind, *config, *scale});
  }
  return events;
}

int open_event(std::uint32_t type, std::uint64_t config, int cpu) {
  struct perf_event_attr attributes {};
  attributes.size = sizeof attributes;
  attributes.type = type;
  attributes.config = config;
  return static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC));
}

/// The package's name for each CPU of the mask: of a socket, or of a die where a socket has
/// several.
std::vector<std::pair<int, std::string>> packages_of(const Machine& machine) {
  std::vector<std::pair<int, std::string>> packages;
  const std::vector<int> cpus =
      numbers_in_list(read_small_file(machine.path(kPmu) + "/cpumask").value_or(""));
  const auto topology = [&](int cpu, std::string_view what) {
    return read_small_file(machine.path("/sys/devices/system/cpu/cpu") + std::to_string(cpu) +
                           "/topology/" + std::string(what))
        .value_or("0");
  };
  std::multiset<std::string> sockets;
  for (const int cpu : cpus)
    sockets.insert(topology(cpu, "physical_package_id"));
  for (const int cpu : cpus) {
    const std::string socket = topology(cpu, "physical_package_id");
    std::string name = "package-" + socket;
    if (sockets.count(socket) > 1) name += "-die-" + topology(cpu, "die_id");
    packages.emplace_back(cpu, std::move(name));
  }
  return packages;
}

class PerfSource : public Source {
 public:
  PerfSource() = default;
  ~PerfSource() override {
    for (const auto& [file, unit_j] : counters_)
      ::close(file);
  }
  PerfSource(const PerfSource&) = delete;
  PerfSource& operator=(const PerfSource&) = delete;

  void add(int file, const Event& event, std::string id) {
    Channel channel;
    channel.scope = event.kind->scope;
    channel.id = std::move(id);
    channel.sensor = Sensor::rapl;
    channels_.push_back(std::move(channel));
    counters_.emplace_back(file, event.unit_j);
  }

  void read(std::span<Reading> readings) override {
    for (std::size_t i = 0; i < counters_.size() && i < readings.size(); ++i) {
      std::uint64_t count = 0;
      const ssize_t got = ::read(counters_[i].first, &count, sizeof count);
      readings[i] = {monotonic_ns(), {}, {}, {}};
      if (got == static_cast<ssize_t>(sizeof count)) {
        readings[i].energy_j = static_cast<double>(count) * counters_[i].second;
      } else {
        readings[i].fault = got < 0 ? fault_of(errno) : "lost";  // 0: the CPU is offline
      }
    }
  }

 private:
  std::vector<std::pair<int, double>> counters_;  ///< file, J for each 1
};

/// What a refusal means and how it is lifted.
Finding refusal(const Machine& machine, const Event& event, int error) {
  Finding finding{"perf_power", machine.path(kPmu) + "/events/" + std::string(event.kind->event),
                  Standing::unusable, std::strerror(error), ""};
  if (error != EACCES && error != EPERM) return finding;
  finding.standing = Standing::denied;
  finding.reason = "perf_event_paranoid is " +
                   read_small_file(machine.path(kParanoid)).value_or("not known") +
                   "; it takes 0 or less, or CAP_PERFMON (a container may forbid it in any case)";
  finding.remedy =
      "sudo sysctl kernel.perf_event_paranoid=0\n"
      "sudo setcap cap_perfmon=ep \"$(command -v co2est)\"";
  return finding;
}

}  // namespace

Opened open_perf_power(const Machine& machine) {
  const auto type = number_in_file(machine.path(kPmu) + "/type");
  const std::vector<Event> events = events_of(machine);
  Finding whole{"perf_power", machine.path(kPmu), Standing::absent, "the kernel has no such PMU",
                ""};
  if (!type || events.empty()) return {nullptr, {whole}};
  if (choose_rapl(machine) == Rapl::powercap) {
    whole.standing = Standing::contained;
    whole.reason = "the same counters are read through powercap";
    return {nullptr, {whole}};
  }
  Opened opened;
  auto source = std::make_unique<PerfSource>();
  const auto packages = packages_of(machine);
  for (const Event& event : events) {
    for (const auto& [cpu, package] : packages) {
      const int file = open_event(static_cast<std::uint32_t>(*type), event.config, cpu);
      if (file < 0) {
        opened.findings.push_back(refusal(machine, event, errno));
        break;  // the other CPUs refuse alike
      }
      const bool board = event.kind->scope == Scope::psys;
      source->add(file, event, (board ? "" : package) + std::string(event.kind->suffix));
      if (board) break;  // every package tells the same board
    }
  }
  if (!source->channels().empty()) {
    whole.standing = Standing::used;
    whole.reason.clear();
    opened.findings.push_back(whole);
    opened.source = std::move(source);
  }
  return opened;
}

}  // namespace co2est::meter
