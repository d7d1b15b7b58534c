#include "meter/processes.hpp"

#include <dirent.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "meter/machine.hpp"
#include "text/list.hpp"

namespace co2est::meter {
namespace {

/// Name, state and parent of "/proc/PID/stat": "12 (name) S 1 ..."; the name may hold anything.
struct Stat {
  std::string name;
  char state = ' ';
  pid_t parent = 0;
};

Stat stat_of(const std::string& pid) {
  Stat stat;
  const std::string text = read_small_file("/proc/" + pid + "/stat").value_or("");
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close + 4 > text.size())
    return stat;
  stat.name = text.substr(open + 1, close - open - 1);
  stat.state = text[close + 2];
  stat.parent = std::atoi(text.c_str() + close + 4);
  return stat;
}

/// The kernel's own list, or every process where it keeps none.
std::vector<std::string> likely_children() {
  std::vector<std::string> pids;
  if (const auto list = read_small_file("/proc/thread-self/children")) {
    for_each_item(
        *list, [&](std::string_view pid) { pids.emplace_back(pid); }, " ");
    return pids;
  }
  DIR* folder = ::opendir("/proc");
  if (folder == nullptr) return pids;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name(entry->d_name);
    if (name.find_first_not_of("0123456789") == std::string_view::npos) pids.emplace_back(name);
  }
  ::closedir(folder);
  return pids;
}

}  // namespace

char state_of(pid_t pid) {
  return stat_of(std::to_string(pid)).state;
}

std::optional<bool> descends_from(pid_t pid, pid_t ancestor) {
  while (pid > 0 && pid != ancestor) {
    const Stat stat = stat_of(std::to_string(pid));
    if (stat.state == ' ') return std::nullopt;
    pid = stat.parent;
  }
  return pid == ancestor;
}

std::vector<std::string> children_but(pid_t known) {
  std::vector<std::string> children;
  const pid_t self = ::getpid();
  for (const std::string& pid : likely_children()) {
    const Stat stat = stat_of(pid);
    if (stat.parent != self || stat.state == 'Z' || std::atoi(pid.c_str()) == known) continue;
    children.push_back("pid " + pid + " " + stat.name);
  }
  return children;
}

}  // namespace co2est::meter
