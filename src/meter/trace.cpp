#include "meter/trace.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <string_view>

#include "co2est/error.hpp"
#include "csv/csv.hpp"
#include "meter/clock.hpp"
#include "meter/names.hpp"

namespace co2est::meter {

TraceFile::TraceFile(const std::string& path) {
  if (path.empty()) return;
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0)
    throw Error(ErrorKind::environment, Problem{path, std::strerror(errno), "see --trace"});
  constexpr std::string_view kHeader = "at_s,utc_ms,scope,id,energy_j,power_w,fault\n";
  [[maybe_unused]] const ssize_t written = ::write(descriptor_, kHeader.data(), kHeader.size());
}

TraceFile::~TraceFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void write_trace(int file, std::int64_t start_ns, const Feeds& feeds) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  const std::int64_t now_ns = monotonic_ns(), now_utc_ms = utc_ms();
  feeds.for_each_reading([&](const Channel& channel, const Reading& reading) {
    const std::int64_t at_ns = reading.at_ns > 0 ? reading.at_ns : now_ns;
    fmt::format_to(out, "{:.6f},{},{},{},", static_cast<double>(at_ns - start_ns) * 1e-9,
                   now_utc_ms - (now_ns - at_ns) / 1'000'000, name_in(kScopeNames, channel.scope),
                   csv::quoted(channel.id));
    if (reading.energy_j) fmt::format_to(out, "{}", *reading.energy_j);
    fmt::format_to(out, ",");
    if (reading.power_w) fmt::format_to(out, "{}", *reading.power_w);
    fmt::format_to(out, ",{}\n", reading.fault);
  });
  [[maybe_unused]] const ssize_t written = ::write(file, text.data(), text.size());
}

}  // namespace co2est::meter
