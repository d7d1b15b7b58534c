// What the tests know about writing run files: what is read from one is what was said.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "cli/run_writer.hpp"
#include "co2est/error.hpp"
#include "co2est/parse.hpp"
#include "support/process.hpp"

using namespace co2est;

namespace {

std::string written(const Document& document) {
  return document.project ? cli::write_project(document.name, document.runs)
                          : cli::write_run(document.runs.front());
}

/// What only says where something was written, and what is laid under a run is then its own.
void forget_places(Document& document) {
  for (RunSpec& run : document.runs) {
    run.where.clear();
    run.said_by_defaults = 0;
  }
}

}  // namespace

TEST_CASE("a run that is written reads as it was said") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(co2est_tests::source_dir() /
                                                               "tests/schema_corpus/valid")) {
    INFO(entry.path().filename());
    Document said = parse_document(co2est_tests::read_file(entry.path()));
    const std::string text = written(said);
    INFO(text);
    Document again = parse_document(text);
    forget_places(said);
    forget_places(again);
    CHECK(again.name == said.name);
    CHECK(again.project == said.project);
    CHECK((again.runs == said.runs));
    ++count;
  }
  CHECK(count > 40);
}
