#include "meter/machine.hpp"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <set>

#include "meter/allotment.hpp"

extern "C" char** environ;

namespace co2est::meter {
namespace {

constexpr std::size_t kSmallFile = 65536;
/// Neither filled before it is read into nor large: the sampler reads such files every second.
using Part = std::array<char, 4096>;

/// The value of the first line "name<tabs>: value" of /proc/cpuinfo or /proc/meminfo.
std::string_view value_of(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !line.starts_with(name)) continue;
    const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
    if (line.substr(name.size(), colon - name.size()).find_first_not_of(" \t") ==
        std::string_view::npos)
      return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
  }
  return {};
}

/// Sockets as /proc/cpuinfo numbers them; one where it does not.
int sockets_in(std::string_view text) {
  std::set<std::string_view> ids;
  constexpr std::string_view kKey = "\nphysical id";
  for (std::size_t at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at + 1))
    ids.insert(text.substr(at + 1, text.find('\n', at + 1) - at - 1));
  return ids.empty() ? 1 : static_cast<int>(ids.size());
}

/// All of a file of /proc, however long.
std::string read_proc(const std::string& path) {
  std::string text;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  Part part;
  for (ssize_t got = 0; (got = ::read(file, part.data(), part.size())) > 0;)
    text.append(part.data(), static_cast<std::size_t>(got));
  ::close(file);
  return text;
}

double memory_gb_in(std::string_view meminfo) {
  const std::string_view value = value_of(meminfo, "MemTotal");
  double kib = 0;
  std::from_chars(value.data(), value.data() + value.size(), kib);
  return kib * 1024 / 1e9;
}

}  // namespace

std::optional<std::string> Machine::variable(const std::string& name) const {
  const auto found = environment.find(name);
  return found == environment.end() ? std::nullopt : std::optional(found->second);
}

Machine this_machine() {
  Machine machine;
  machine.parent = ::getppid();
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    machine.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return machine;
}

std::optional<std::string> read_small_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  Part part;
  ssize_t got = 0;
  while (text.size() < kSmallFile && (got = ::read(file, part.data(), part.size())) > 0)
    text.append(part.data(), static_cast<std::size_t>(got));
  const int error = errno;
  ::close(file);
  errno = error;
  if (got < 0) return std::nullopt;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0'))
    text.pop_back();
  return text;
}

HostFacts host_facts(const Machine& machine) {
  HostFacts facts;
  struct utsname system {};
  if (::uname(&system) == 0) {
    facts.name = system.nodename;
    facts.kernel = system.release;
  }
  facts.boot_id = read_small_file(machine.path("/proc/sys/kernel/random/boot_id")).value_or("");
  const std::string cpus = read_proc(machine.path("/proc/cpuinfo"));
  facts.cpu_model = value_of(cpus, "model name");
  facts.sockets = sockets_in(cpus);
  const long online = ::sysconf(_SC_NPROCESSORS_ONLN);
  facts.cores = online > 0 ? static_cast<int>(online) : 0;
  facts.allowed_cores = allotted_cpus(machine, facts.cores);
  facts.memory_gb = memory_gb_in(read_proc(machine.path("/proc/meminfo")));
  return facts;
}

}  // namespace co2est::meter
