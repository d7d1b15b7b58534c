// Knows spdlog, and no other file does.
#include "cli/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace co2est::cli {
namespace {

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance;
  return instance;
}

}  // namespace

void log_verbosely() {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  logger() = std::make_shared<spdlog::logger>("co2est", sink);
  logger()->set_pattern("co2est: [%T.%e] %v");
}

bool logs() {
  return logger() != nullptr;
}

void log(std::string_view message) {
  if (logs()) logger()->info(message);
}

}  // namespace co2est::cli
