#include "meter/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>

#include "meter/names.hpp"
#include "text/version.hpp"

namespace co2est::meter {
namespace {

using Json = nlohmann::ordered_json;

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json object_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json json = Json::object();
  for (const auto& [key, value] : pairs)
    json[key] = value;
  return json;
}

/// False with errno where not all of the text could be written.
bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Calls `use` with each line; `rest` keeps what has no end yet.
void read_lines(int file, std::string& rest, const std::function<void(std::string_view)>& use) {
  std::array<char, 16384> part;
  for (off_t at = 0;;) {
    const ssize_t got = ::pread(file, part.data(), part.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    rest.append(part.data(), static_cast<std::size_t>(got));
    at += got;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1)
      use(std::string_view(rest).substr(begin, end - begin));
    rest.erase(0, begin);
  }
}

}  // namespace

JournalFile::JournalFile(std::string path, const std::string& otherwise)
    : path_(std::move(path)), memory_(::memfd_create("co2est-journal", MFD_CLOEXEC)) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC;
  file_ = ::open(path_.c_str(), kFlags, 0666);
  if (file_ < 0 && errno == EEXIST) {  // what a run that was killed has left is kept
    path_ = path_ + "." + otherwise;
    file_ = ::open(path_.c_str(), kFlags, 0666);
  }
  if (file_ < 0) refusal_ = std::strerror(errno);
}

JournalFile::~JournalFile() {
  if (file_ >= 0) ::close(file_);
  if (memory_ >= 0) ::close(memory_);
}

void JournalFile::append(std::string_view lines) {
  struct stat memory {};
  const bool left = ::fstat(memory_, &memory) == 0 && memory.st_size > 0;  // by another process
  if (refusal_.empty() && left) refusal_ = "it could not be written to its end";
  if (refusal_.empty() && write_all(file_, lines)) return;
  if (refusal_.empty()) keep_in_memory(errno);
  write_all(memory_, lines);
}

/// A line that was torn by a full disk ends where memory begins.
void JournalFile::keep_in_memory(int error) {
  refusal_ = std::strerror(error);
  if (file_ >= 0) write_all(memory_, "\n");
}

void JournalFile::sync(std::int64_t now_ns) {
  constexpr std::int64_t kEvery = 30'000'000'000;
  if (synced_ns_ == 0) synced_ns_ = now_ns;  // a run that is over before then waits for no disk
  if (!refusal_.empty() || now_ns - synced_ns_ < kEvery) return;
  synced_ns_ = now_ns;
  ::fdatasync(file_);
}

void JournalFile::for_each_line(const std::function<void(std::string_view)>& use) const {
  std::string rest;
  if (file_ >= 0) read_lines(file_, rest, use);
  read_lines(memory_, rest, use);
}

std::string header_line(const Header& header) {
  const HostFacts& host = header.host;
  Json json{{"co2est_journal", kJournalVersion},
            {"co2est", kVersion},
            {"run", header.run_id},
            {"boot", host.boot_id},
            {"start_ns", header.start_ns},
            {"start_utc_ms", header.start_utc_ms},
            {"period_s", header.period_s},
            {"sharing", name_in(kSharingNames, header.sharing)},
            {"host",
             {{"name", host.name},
              {"kernel", host.kernel},
              {"cpu", host.cpu_model},
              {"sockets", host.sockets},
              {"cores", host.cores},
              {"allowed_cores", host.allowed_cores},
              {"memory_gb", host.memory_gb}}},
            {"command", header.command}};
  if (!header.name.empty()) json["name"] = header.name;
  if (!header.grid.empty()) json["grid"] = header.grid;
  if (!header.pue.empty()) json["pue"] = header.pue;
  if (!header.tags.empty()) json["tags"] = object_of(header.tags);
  if (!header.launcher.empty()) json["launcher"] = object_of(header.launcher);
  return line_of(json);
}

std::string channels_line(int sampler, const std::vector<Channel>& channels,
                          const std::vector<Finding>& findings, double at_s) {
  Json json{{"channels", Json::array()},
            {"sampler", sampler},
            {"at_s", at_s},
            {"findings", Json::array()}};
  for (const Channel& channel : channels) {
    Json row{{"scope", name_in(kScopeNames, channel.scope)},
             {"id", channel.id},
             {"sensor", to_text(channel.sensor)}};
    if (!channel.model.empty()) row["model"] = channel.model;
    if (channel.limit_w) row["limit_w"] = *channel.limit_w;
    if (channel.share != 1) row["share"] = channel.share;
    if (!channel.part.empty()) row["part"] = channel.part;
    if (!channel.note.empty()) row["note"] = channel.note;
    json["channels"].push_back(std::move(row));
  }
  for (const Finding& finding : findings) {
    Json row{{"source", finding.source},
             {"what", finding.what},
             {"standing", name_in(kStandingNames, finding.standing)}};
    if (!finding.reason.empty()) row["reason"] = finding.reason;
    json["findings"].push_back(std::move(row));
  }
  return line_of(json);
}

std::string sums_line(double at_s, std::int64_t utc_ms, const std::vector<Accumulator>& sums,
                      const CpuTime& cpu) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, R"({{"at_s":{},"utc_ms":{},"cpu_s":[{},{},{}],"sums":[)", at_s, utc_ms,
                 cpu.own_s, cpu.busy_s, cpu.command_s);
  bool first = true;
  for (const Accumulator& accumulator : sums) {
    const Sums& s = accumulator.sums();
    const std::string_view null = "null";
    fmt::format_to(out, "{}[{},{},{},{},{},{},{},{},{},{},{}]", first ? "" : ",",
                   s.has_counter ? fmt::to_string(s.counter_j) : null,
                   s.has_power ? fmt::to_string(s.power_j) : null, s.covered_s, s.gap_s, s.readings,
                   s.faults, s.gaps, s.restarts, s.rejected, s.peak_w, s.least_w);
    first = false;
  }
  fmt::format_to(out, "]}}\n");
  return fmt::to_string(text);
}

std::string held_line(double at_s, const std::vector<std::string>& locks) {
  return line_of(Json{{"held", locks}, {"at_s", at_s}});
}

std::string mark_line(double at_s, std::string_view text) {
  return line_of(Json{{"mark", text}, {"at_s", at_s}});
}

std::string event_line(double at_s, std::string_view event, std::string_view what) {
  return line_of(Json{{"event", event}, {"at_s", at_s}, {"what", what}});
}

std::string end_line(const SamplerEnd& end) {
  return line_of(Json{{"end", end.reason},
                      {"at_s", end.at_s},
                      {"cpu_s", end.cpu_s},
                      {"suspended_s", end.suspended_s}});
}

std::string exit_line(const Exit& exit) {
  Json json{{"exit", exit.signal != 0 ? Json() : Json(exit.status)},
            {"at_s", exit.at_s},
            {"duration_s", exit.duration_s},
            {"cpu_s", exit.cpu_s},
            {"wrapper_cpu_s", exit.wrapper_cpu_s}};
  if (exit.signal != 0) json["signal"] = exit.signal;
  if (!exit.stopped_by.empty()) json["stopped_by"] = exit.stopped_by;
  if (!exit.survivors.empty()) json["survivors"] = exit.survivors;
  return line_of(json);
}

}  // namespace co2est::meter
