// Knows the line that a stream of NDJSON is made of.
#pragma once

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "text/text_buffer.hpp"

namespace co2est {

/// `render_ndjson_line` without a copy. A line that fails leaves `out` as it was.
void append_ndjson_line(const Estimate& run, const Catalogue& catalogue, TextBuffer& out);

}  // namespace co2est
