// Knows the journal: lines of JSON that are appended while a command runs, so that what has been
// measured outlives whoever measures it.
//
// Line 1 is the header, {"co2est_journal": 1, ...}. Then come, by their first key: "channels" (a
// sampler began), "held" (which locks of a job's ranks are ours from now on), "at_s" (all sums so
// far), "mark", "event", "end" (a sampler ended) and "exit" (the command ended). A line is one
// write(); a torn last line is none.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meter/accumulator.hpp"
#include "meter/machine.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

inline constexpr int kJournalVersion = 1;
/// The event that not every reading is in the file of --trace; with which and why.
inline constexpr std::string_view kTraceCut = "trace-cut";

/// Whose the energy of the processors is.
enum class Sharing : std::uint8_t {
  automatic,  ///< shared where others took part, see `is_shared`
  machine,    ///< all of the machine is ours
  share,      ///< ours is a share
};

/// What is known before the command starts.
struct Header {
  std::string run_id;
  std::int64_t start_ns = 0;  ///< CLOCK_MONOTONIC; all "at_s" count from here
  std::int64_t start_utc_ms = 0;
  HostFacts host;
  std::vector<std::string> command;
  std::string name, grid, pue;
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<std::pair<std::string, std::string>> launcher;  ///< SLURM_JOB_ID and the like
  double period_s = 1;
  Sharing sharing = Sharing::automatic;
};

/// CPU seconds: of our own control group, of all that ran on the machine, and of the command with
/// the children it waited for.
struct CpuTime {
  double own_s = 0;  ///< negative: not known
  double busy_s = 0;
  double command_s = -1;  ///< negative: not known
};

/// Where lines go. A file that refuses them is left, and the lines are kept in memory: the command
/// and its figures never depend on a disk.
class JournalFile {
 public:
  /// Creates `path`, or "path.otherwise" where that exists; where that fails, `refusal` says why
  /// and memory holds the lines.
  JournalFile(std::string path, const std::string& otherwise);
  ~JournalFile();
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  /// Appends text that ends with a line end.
  void append(std::string_view lines);
  /// To disk, at most every `kSyncSeconds`.
  void sync(std::int64_t now_ns);
  /// Every line so far without its end, whoever wrote it.
  void for_each_line(const std::function<void(std::string_view)>& use) const;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

 private:
  void keep_in_memory(int error);

  std::string path_;
  std::string refusal_;
  int file_ = -1;    ///< shared by the processes that were forked since
  int memory_ = -1;  ///< a memfd, empty while the file holds
  std::int64_t synced_ns_ = 0;
};

std::string header_line(const Header& header);
/// `sampler` counts from 1: another one's sums begin at 0 again.
std::string channels_line(int sampler, const std::vector<Channel>& channels,
                          const std::vector<Finding>& findings, double at_s);
std::string sums_line(double at_s, std::int64_t utc_ms, const std::vector<Accumulator>& sums,
                      const CpuTime& cpu);
/// Where several ranks share a node: all the locks that are ours, see JobLocks. Without such a line
/// everything is.
std::string held_line(double at_s, const std::vector<std::string>& locks);
/// A mark that the command set; the sums of the same instant come in the line before it.
std::string mark_line(double at_s, std::string_view text);
std::string event_line(double at_s, std::string_view event, std::string_view what);

/// How a sampler ended, and what it cost.
struct SamplerEnd {
  std::string_view reason;  ///< "command-ended", "wrapper-lost"
  double at_s = 0;
  double cpu_s = 0;        ///< of the sampler itself
  double suspended_s = 0;  ///< for which the machine slept
};
std::string end_line(const SamplerEnd& end);

/// How the command ended.
struct Exit {
  double at_s = 0;
  double duration_s = 0;
  int status = 0;    ///< exit status, where signal is 0
  int signal = 0;    ///< that ended it
  double cpu_s = 0;  ///< of the command and the children it waited for
  double wrapper_cpu_s = 0;
  std::string stopped_by;  ///< who asked for the end: "--stop-at"; empty: nobody of ours
  std::vector<std::string> survivors;  ///< "pid 123 python", left behind by the command
};
std::string exit_line(const Exit& exit);

}  // namespace co2est::meter
