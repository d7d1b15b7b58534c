// Knows how other processes are: which are left where a command has ended, which are stopped.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace co2est::meter {

/// As /proc has it: 'T' stopped, 'Z' ended and not waited for; ' ' where there is no such process.
char state_of(pid_t pid);

/// Whether `ancestor` started a process, or what it started did; nothing where that cannot be seen.
std::optional<bool> descends_from(pid_t pid, pid_t ancestor);

/// Living children of this process but for one, as "pid 123 python".
std::vector<std::string> children_but(pid_t known);

}  // namespace co2est::meter
