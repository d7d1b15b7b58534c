// Knows which processes are left where a command has ended.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace co2est::meter {

/// Living children of this process but for one, as "pid 123 python".
std::vector<std::string> children_but(pid_t known);

}  // namespace co2est::meter
