// Knows how a run is written as a run file, version 1: the counterpart of the parser.
#pragma once

#include <string>
#include <vector>

#include "co2est/run.hpp"

namespace co2est::cli {

/// The run as JSON text with a line end; numbers stand under the names that carry their unit.
std::string write_run(const RunSpec& run);
/// A project of runs.
std::string write_project(const std::string& name, const std::vector<RunSpec>& runs);

}  // namespace co2est::cli
