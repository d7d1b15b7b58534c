// Knows NDJSON: one estimate a line, written straight into the text.
#include <memory>

#include "co2est/render.hpp"
#include "render/formats.hpp"
#include "render/json_line.hpp"
#include "render/ndjson_line.hpp"

namespace co2est {
namespace {

/// One per thread, so that lines are written without a lock and without allocation.
rendering::LineSink& line_sink() {
  thread_local const auto owned = std::make_unique<rendering::LineSink>();
  return *owned;
}

void append_line(const Estimate& estimate, const Catalogue& catalogue, bool total,
                 TextBuffer& out) {
  rendering::LineSink& sink = line_sink();
  rendering::EstimateWriter writer(sink, catalogue);
  sink.line(out, catalogue, [&] {
    writer.head();
    writer.body(estimate, total);
  });
}

}  // namespace

void append_ndjson_line(const Estimate& run, const Catalogue& catalogue, TextBuffer& out) {
  append_line(run, catalogue, false, out);
}

void render_ndjson_line(const Estimate& run, const Catalogue& catalogue, std::string& out) {
  TextBuffer line;
  append_line(run, catalogue, false, line);
  out.append(line.view());
}

namespace rendering {

std::string render_ndjson(const Report& report, const Catalogue& catalogue, const TextStyle&) {
  TextBuffer text;
  for (const Estimate& run : report.runs)
    append_line(run, catalogue, false, text);
  if (report.runs.empty() && report.total != nullptr) {
    append_line(*report.total, catalogue, report.many, text);
  }
  return std::string(text.view());
}

}  // namespace rendering
}  // namespace co2est
