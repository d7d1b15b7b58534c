// Knows what comes out of one piece of input, a document or a block of lines, before it is joined.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/failure.hpp"
#include "cli/overrides.hpp"
#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"
#include "co2est/estimate.hpp"
#include "co2est/parse.hpp"
#include "co2est/resolve.hpp"
#include "text/text_buffer.hpp"

namespace co2est::cli {

struct Part {
  Total total;
  std::vector<Estimate> runs;     ///< filled by a visit that keeps them
  TextBuffer text;                ///< filled by a visit that prints
  std::vector<Problem> problems;  ///< of the input
  int status = 0;                 ///< what the problems and visits mean as exit status
  std::vector<Problem> evidence;  ///< data not good enough, the first few
  std::uint64_t evidence_runs = 0;
  std::string name;   ///< of a project
  bool many = false;  ///< a project or lines
  std::uint64_t documents = 0;
  const std::string* file = nullptr;  ///< of lines, while they are worked on
  std::size_t line = 0;               ///< the one that is worked on
};

/// A place of the document that is worked on, with its line: "runs.ndjson: /pue" becomes
/// "runs.ndjson:17: /pue". A syntax error has its line already.
std::string placed(const std::string& where, const Part& part);

/// What is done with every run. Called from several threads, each with a Part of its own.
using Visit = std::function<void(const ResolvedRun&, const Estimate&, Part&)>;

/// What every document goes through.
struct Work {
  const Catalogue& catalogue;
  const Overrides& overrides;
  Visit visit;
  unsigned threads = 1;
  bool total_only = false;  ///< of many runs none is kept
  bool adds_up = true;      ///< the total is asked for
  bool visits_many = true;  ///< else `visit` sees no run of a project or of lines
  const std::vector<Equivalent>* equivalents = nullptr;  ///< to compare with; null: the catalogue's
};

/// Text in, part out: parse, resolve, estimate. Keeps storage between documents; one per thread.
class Worker {
 public:
  explicit Worker(const Work& work)
      : work_(work),
        resolver_(work.equivalents == nullptr ? Resolver(work.catalogue)
                                              : Resolver(work.catalogue, *work.equivalents)) {}

  /// One document; `number` is unique to it and not 0.
  /// What is wrong with it goes to the part's problems, and then none of its runs counts.
  void take(std::string_view text, const std::string& file, std::size_t line, std::uint64_t number,
            Part& part);

  /// Runs that no file says: those that flags alone describe.
  void take(const RunSpec& said, std::uint64_t number, Part& part);

 private:
  void take(const Document& document, std::uint64_t number, Part& part);
  const RunSpec& overridden(const RunSpec& said);
  void finish(const ResolvedRun& resolved, std::uint64_t number, Part& part);

  const Work& work_;
  RunReader reader_;
  Resolver resolver_;
  RunSpec run_;
  ResolvedRun resolved_;
  Estimate estimate_;
};

}  // namespace co2est::cli
