// Knows a survey as text, for the way from the process that made it to the one that asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "meter/survey.hpp"

namespace co2est::meter {

std::string to_text(const Survey& survey);
/// Nothing where the text is torn.
std::optional<Survey> survey_in(std::string_view text, const SourceKind& kind);

}  // namespace co2est::meter
