// Knows how inputs are read one after the other and how their parts are joined.
#include "cli/pipeline.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <thread>
#include <utility>

#include "cli/log.hpp"
#include "cli/measured.hpp"
#include "cli/output.hpp"
#include "co2est/error.hpp"
#include "meter/recording.hpp"

namespace co2est::cli {
namespace {

constexpr unsigned kMostThreads = 256;
constexpr unsigned kNumberShift = 40;  // lines of one input count below it
constexpr std::size_t kMostEvidence = 20;

/// The name that a sum over one file or folder has.
std::string base_name(const Words& files) {
  if (files.size() != 1 || files.front() == "-") return {};
  std::filesystem::path path(files.front());
  if (!path.has_filename()) path = path.parent_path();
  return path.filename().string();
}

/// Joins parts in their order.
class Joiner {
 public:
  Joiner(const std::function<void(std::string_view)>& out, bool total_only)
      : out_(out), total_only_(total_only) {}

  /// Takes all of a part but the storage of its text.
  void take(Part& part) {
    print(part.problems);
    results_.problems += part.problems.size();
    results_.status = worse(results_.status, part.status);
    results_.many = results_.many || part.many;
    results_.evidence_runs += part.evidence_runs;
    results_.documents += part.documents;
    if (!part.name.empty()) name_ = part.name;
    if (out_ && !part.text.empty()) out_(part.text.view());
    results_.total.merge(std::move(part.total));
    std::move(part.runs.begin(), part.runs.end(), std::back_inserter(results_.runs));
    if (total_only_ && results_.total.runs() > 1) results_.runs.clear();
    const auto few = std::min(part.evidence.size(), kMostEvidence - evidence_.size());
    std::move(part.evidence.begin(), part.evidence.begin() + static_cast<std::ptrdiff_t>(few),
              std::back_inserter(evidence_));
  }

  Results finish(const Words& files, std::size_t inputs) {
    results_.many = results_.many || inputs > 1;
    results_.name = results_.documents == 1 && !name_.empty() ? name_ : base_name(files);
    if (results_.evidence_runs > evidence_.size()) {
      const std::uint64_t others = results_.evidence_runs - evidence_.size();
      evidence_.push_back({"", "and " + std::to_string(others) + " more runs", ""});
    }
    print(evidence_);
    if (!evidence_.empty()) results_.status = worse(results_.status, kEvidence);
    return std::move(results_);
  }

  void fail(const Error& error) {
    Part part;
    part.problems = error.problems();
    part.status = status_of(error.kind());
    take(part);
  }

 private:
  const std::function<void(std::string_view)>& out_;
  bool total_only_;
  Results results_;
  std::string name_;
  std::vector<Problem> evidence_;
};

/// What `measure` wrote while it ran: folded into the run that it would have written.
void read_journal(Source& source, std::string begun, std::uint64_t number, const Work& work,
                  Worker& worker, Joiner& joiner) {
  const std::string text = read_document(source, std::move(begun));
  Part part;
  Measured measured = measured_run(text, work.catalogue);
  measured.run.where = source.name();
  worker.take(measured.run, number, part);
  joiner.take(part);
}

void read_input(const Input& input, std::uint64_t number, const Work& work, Worker& worker,
                Joiner& joiner) {
  Source source(input);
  std::string begun;
  const bool lines = reads_as_lines(source, begun);
  if (meter::is_journal(begun)) {
    log(input.name + ": a journal");
    return read_journal(source, std::move(begun), number, work, worker, joiner);
  }
  if (lines) {
    log(input.name + ": NDJSON");
    stream_lines(source, std::move(begun), work, number, [&](Part& part) { joiner.take(part); });
    return;
  }
  log(input.name + ": one document");
  const std::string text = read_document(source, std::move(begun));
  Part part;
  worker.take(text, source.name(), 1, number, part);
  joiner.take(part);
}

}  // namespace

void CommonWords::add_to(CommandLine& line) {
  overrides.add_to(line.options);
  const std::vector<Option> rows{
      {"--data-dir", "DIR", "CSV tables that replace those of the same name", &data_dir},
      {"--threads", "N", "threads for NDJSON; as many as there are cores", &threads},
      {"-v,--verbose", "", "say on standard error what is done", &verbose},
  };
  line.options.insert(line.options.end(), rows.begin(), rows.end());
  line.operands = {"FILE...", "run files, directories, or - for standard input", &files};
}

unsigned CommonWords::thread_count() const {
  if (!threads) return std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  unsigned count = 0;
  const char* const end = threads->data() + threads->size();
  const auto [stop, error] = std::from_chars(threads->data(), end, count);
  if (error != std::errc{} || stop != end || count < 1 || count > kMostThreads) {
    throw Error(ErrorKind::input,
                Problem{"--threads", "\"" + *threads + "\" is no number of threads",
                        "a whole number from 1 to 256"});
  }
  return count;
}

Catalogue CommonWords::load() const {
  if (verbose) log_verbosely();
  return load_catalogue(data_dir.value_or(std::string()));
}

Results run_all(const CommonWords& words, const Work& work,
                const std::function<void(std::string_view)>& out) {
  Joiner joiner(out, work.total_only);
  Worker worker(work);
  std::uint64_t number = std::uint64_t{1} << kNumberShift;
  if (words.files.empty()) {
    if (!work.overrides.describe_run()) {
      throw Error(ErrorKind::input, Problem{"", "nothing to estimate",
                                            "name a run file, or say --model and --hours"});
    }
    Part part;
    worker.take(work.overrides.alone(work.catalogue), number, part);
    joiner.take(part);
    return joiner.finish(words.files, 1);
  }
  const std::vector<Input> inputs = find_inputs(words.files);
  for (const Input& input : inputs) {
    try {
      read_input(input, number, work, worker, joiner);
    } catch (const WriteError&) {
      throw;
    } catch (const Error& error) {
      joiner.fail(error);
    }
    number += std::uint64_t{1} << kNumberShift;
  }
  return joiner.finish(words.files, inputs.size());
}

int refuse_report(const Results& results) {
  if (results.problems > 0 && results.documents > 1) {
    print({{"", "no total is given, since some runs would be missing from it",
            "correct them, or take the good ones with --format ndjson"}});
  }
  return results.status;
}

void keep_run(const ResolvedRun&, const Estimate& run, Part& part) {
  part.runs.push_back(run);
}

}  // namespace co2est::cli
