#include "meter/cpu_time.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace co2est::meter {
namespace {

/// The unsigned numbers of a text, one after the other.
class Numbers {
 public:
  explicit Numbers(std::string_view text) : text_(text) {}
  std::uint64_t next() {
    const std::size_t digit = text_.find_first_of("0123456789");
    if (digit == std::string_view::npos) return 0;
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(text_.data() + digit, text_.data() + text_.size(), value);
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return error == std::errc{} ? value : 0;
  }

 private:
  std::string_view text_;
};

/// user + nice + system + irq + softirq + steal of the first line of /proc/stat, in ticks.
std::uint64_t busy_ticks(std::string_view stat) {
  Numbers numbers(stat.substr(0, stat.find('\n')));
  const std::uint64_t user = numbers.next(), nice = numbers.next(), system = numbers.next();
  numbers.next();  // idle
  numbers.next();  // iowait
  const std::uint64_t irq = numbers.next(), softirq = numbers.next(), steal = numbers.next();
  return user + nice + system + irq + softirq + steal;
}

/// The path of "0::/a/b" in /proc/self/cgroup, up to a component that names the job.
std::string own_group(std::string_view groups) {
  const std::size_t at = groups.find("0::/");
  if (at == std::string_view::npos) return {};
  std::string path(groups.substr(at + 3, groups.find('\n', at) - at - 3));
  const std::size_t job = path.find("/job_");
  if (job != std::string::npos) path.resize(std::min(path.find('/', job + 1), path.size()));
  return path == "/" ? std::string() : path;
}

/// A container sees its own group as "/"; the machine's root has no such file.
bool root_is_a_group(const Machine& machine) {
  return ::access(machine.path("/sys/fs/cgroup/cgroup.events").c_str(), F_OK) == 0;
}

/// utime + stime + cutime + cstime of /proc/PID/stat, in ticks: the 11th to 14th numbers behind the
/// name, which may hold anything.
std::uint64_t command_ticks(std::string_view stat) {
  constexpr int kBefore = 10;
  const std::size_t name = stat.rfind(')');
  Numbers numbers(stat.substr(name == std::string_view::npos ? stat.size() : name));
  for (int i = 0; i < kBefore; ++i)
    numbers.next();
  const std::uint64_t user = numbers.next(), system = numbers.next();
  const std::uint64_t children = numbers.next();
  return user + system + children + numbers.next();
}

}  // namespace

CpuTimes::CpuTimes(const Machine& machine, pid_t command) : stat_file_(machine.path("/proc/stat")) {
  const long ticks = ::sysconf(_SC_CLK_TCK);
  if (ticks > 0) ticks_per_s_ = static_cast<double>(ticks);
  if (command > 0) command_file_ = "/proc/" + std::to_string(command) + "/stat";
  const std::string group =
      own_group(read_small_file(machine.path("/proc/self/cgroup")).value_or(""));
  if (group.empty() && !root_is_a_group(machine)) return;
  own_file_ = machine.path("/sys/fs/cgroup" + group + "/cpu.stat");
  if (!read_small_file(own_file_)) own_file_.clear();
}

CpuTime CpuTimes::read() const {
  CpuTime time{-1, 0, -1};
  if (const auto stat = read_small_file(stat_file_))
    time.busy_s = static_cast<double>(busy_ticks(*stat)) / ticks_per_s_;
  if (const auto stat = command_file_.empty() ? std::nullopt : read_small_file(command_file_))
    time.command_s = static_cast<double>(command_ticks(*stat)) / ticks_per_s_;
  if (own_file_.empty()) return time;
  if (const auto own = read_small_file(own_file_)) {
    constexpr std::string_view kUsage = "usage_usec";
    const std::size_t at = own->find(kUsage);
    if (at != std::string::npos)
      time.own_s = static_cast<double>(Numbers(own->substr(at)).next()) / 1e6;
  }
  return time;
}

}  // namespace co2est::meter
