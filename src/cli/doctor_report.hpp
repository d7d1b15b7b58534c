// Knows how the sources of a machine are told: as aligned text, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "co2est/render.hpp"
#include "meter/containment.hpp"
#include "meter/survey.hpp"

namespace co2est::cli {

/// Every kind of source, and which of all their channels would count.
struct Diagnosis {
  std::vector<meter::Survey> surveys;
  std::vector<meter::Channel> channels;  ///< of all surveys, in their order
  std::vector<meter::Placing> placings;  ///< one for each channel
  std::string cpu_model;                 ///< empty where it is not told
};

/// Brings the surveys together. A counter that stands still within the trial may count later.
Diagnosis diagnosis_of(std::vector<meter::Survey> surveys, std::string cpu_model);

std::string as_text(const Diagnosis& diagnosis, const TextStyle& style);
std::string as_json(const Diagnosis& diagnosis);

}  // namespace co2est::cli
