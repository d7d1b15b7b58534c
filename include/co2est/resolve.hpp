// Knows the stage that fills every blank of a run from flags, presets and the catalogue.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/resolved.hpp"
#include "co2est/run.hpp"

namespace co2est {

/// Fills the blanks of many runs; remembers names that it has looked up. One per thread.
class Resolver {
 public:
  explicit Resolver(const Catalogue& catalogue);
  /// `equivalents` are what the estimates compare with, in place of the catalogue's; they must
  /// outlive the estimates.
  Resolver(const Catalogue& catalogue, const std::vector<Equivalent>& equivalents);
  ~Resolver();
  Resolver(Resolver&&) noexcept;
  Resolver& operator=(Resolver&&) noexcept;

  /// Runs of one document share the errors of values stated without a source; `document` tells
  /// documents apart and is never 0. Throws Error (input) with every problem of the run: a name
  /// that the catalogue does not hold or that is ambiguous, an entry without time or evidence,
  /// kinds that exclude each other. `run` is then in no particular state. A table of the catalogue
  /// that cannot be read is an Error as well (see catalogue.hpp).
  void resolve(const RunSpec& said, std::uint64_t document, ResolvedRun& run);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One run on its own. Throws as Resolver::resolve does.
ResolvedRun resolve(const RunSpec& said, const Catalogue& catalogue);

}  // namespace co2est
