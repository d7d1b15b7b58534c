#include "meter/trace.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "co2est/error.hpp"
#include "csv/csv.hpp"
#include "meter/clock.hpp"
#include "meter/names.hpp"

namespace co2est::meter {

TraceFile::TraceFile(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0)
    throw Error(ErrorKind::environment, Problem{path_, std::strerror(errno), "see --trace"});
  append("at_s,utc_ms,scope,id,energy_j,power_w,fault\n");
}

TraceFile::~TraceFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TraceFile::append(std::string_view lines) {
  std::size_t done = 0;
  while (done < lines.size() && refusal_.empty()) {
    const ssize_t written = ::write(descriptor_, lines.data() + done, lines.size() - done);
    if (written > 0)
      done += static_cast<std::size_t>(written);
    else if (written == 0 || errno != EINTR)
      refusal_ = std::strerror(written == 0 ? ENOSPC : errno);
  }
  struct stat now {};
  if (refusal_.empty() || done == 0 || ::fstat(descriptor_, &now) != 0) return;
  // What was torn goes; where that fails, it ends in the middle of a line.
  [[maybe_unused]] const int cut = ::ftruncate(descriptor_, now.st_size - static_cast<off_t>(done));
}

std::string TraceFile::write(std::int64_t start_ns, const Feeds& feeds) {
  if (descriptor_ < 0 || told_) return {};
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
  if (refusal_.empty()) append({text.data(), text.size()});
  if (refusal_.empty()) return {};
  told_ = true;
  return path_ + " is cut short: " + refusal_;
}

}  // namespace co2est::meter
