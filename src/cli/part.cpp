// Knows the stages in their order for one document: parse, resolve, estimate, and what is kept.
#include "cli/part.hpp"

#include <iterator>

namespace co2est::cli {
namespace {

void note_problems(const Error& error, Part& part) {
  for (Problem problem : error.problems()) {
    problem.where = placed(problem.where, part);
    part.problems.push_back(std::move(problem));
  }
  part.status = worse(part.status, status_of(error.kind()));
}

}  // namespace

std::string placed(const std::string& where, const Part& part) {
  if (part.file == nullptr || !where.starts_with(*part.file)) return where;
  const std::string rest = where.substr(part.file->size());
  const bool has_line = rest.size() > 1 && rest[0] == ':' && rest[1] != ' ';
  return has_line ? where : *part.file + ":" + std::to_string(part.line) + rest;
}

void Worker::take(std::string_view text, const std::string& file, std::size_t line,
                  std::uint64_t number, Part& part) {
  ++part.documents;
  try {
    const Document& document = reader_.read(text, file, line);
    take(document, number, part);
  } catch (const Error& error) {
    note_problems(error, part);
  }
}

void Worker::take(const RunSpec& said, std::uint64_t number, Part& part) {
  ++part.documents;
  try {
    resolver_.resolve(overridden(said), number, resolved_);
    finish(resolved_, number, part);
  } catch (const Error& error) {
    note_problems(error, part);
  }
}

void Worker::take(const Document& document, std::uint64_t number, Part& part) {
  if (!document.project && document.runs.size() == 1) {
    resolver_.resolve(overridden(document.runs.front()), number, resolved_);
    return finish(resolved_, number, part);
  }
  part.many = true;
  part.name = document.name;
  std::vector<ResolvedRun> resolved(document.runs.size());
  bool sound = true;
  for (std::size_t i = 0; i < resolved.size(); ++i) {
    try {
      resolver_.resolve(overridden(document.runs[i]), number, resolved[i]);
    } catch (const Error& error) {
      note_problems(error, part);
      sound = false;
    }
  }
  if (!sound) return;
  for (const ResolvedRun& run : resolved)
    finish(run, number, part);
}

const RunSpec& Worker::overridden(const RunSpec& said) {
  if (work_.overrides.empty()) return said;
  run_ = said;
  work_.overrides.lay_over(run_);
  return run_;
}

void Worker::finish(const ResolvedRun& resolved, std::uint64_t number, Part& part) {
  const bool visited = work_.visit && (work_.visits_many || !part.many);
  if (!visited) {
    if (work_.adds_up) part.total.add(resolved, number);
    return;
  }
  estimate(resolved, estimate_);
  if (work_.adds_up) part.total.add(estimate_, number);
  work_.visit(resolved, estimate_, part);
}

}  // namespace co2est::cli
