// Knows how a problem is told: its place as a JSON pointer, and what to write instead.
#include <utility>

#include "parse/handler.hpp"

namespace co2est {
namespace {

void append_pointer(std::string& pointer, std::string_view key) {
  constexpr std::size_t kLongest = 80;
  pointer += '/';
  for (char c : key.substr(0, kLongest)) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
}

}  // namespace

std::string Handler::place() const {
  std::string pointer;
  for (std::size_t i = 0; i < depth_; ++i) {
    const Frame& frame = frames_[i];
    if (frame.kind != Kind::object) {
      // The element itself is an open object: its array has counted it already.
      const bool open_element = i + 1 < depth_;
      append_pointer(pointer, std::to_string(open_element ? frame.index - 1 : frame.index));
    } else if (!frame.key.empty()) {
      append_pointer(pointer, frame.key);
    }
  }
  return pointer.empty() ? file_ : file_ + ": " + pointer;
}

void Handler::problem(std::string what, std::string hint) {
  layout_.give_up();
  problems_.add({place(), std::move(what), std::move(hint)});
}

/// Says on which side of its bounds a value lies; false.
bool Handler::out_of_bounds(const FieldRow& field, double value) {
  if (value < 0) {
    problem("is negative", field.dimension == Dimension::energy
                               ? "a counter that wrapped? Leave the entry out rather than count it"
                               : "leave the key out where the value is unknown");
  } else if (value < field.minimum || (field.above_minimum && value <= field.minimum)) {
    problem("is too small", (field.above_minimum ? "must be above " : "must be at least ") +
                                std::to_string(static_cast<long long>(field.minimum)));
  } else {
    problem("is too large", field.maximum == 1 ? "must be at most 1" : "check the unit");
  }
  return false;
}

void Handler::wrong_type(std::string_view got) {
  if (depth_ == 0) {
    return problem("is " + std::string(got), "a run file is an object: {\"co2est\": 1, ...}");
  }
  const FieldRow* field = top().field;
  if (top().kind == Kind::list) return problem("is " + std::string(got), "must be an object");
  const std::string key(field->key.substr(0, field->key.find('_')));
  std::string hint;
  switch (field->shape) {
    case Shape::text:
    case Shape::choice:
    case Shape::instant:
      hint = "must be a string in quotes";
      break;
    case Shape::version:
      hint = "write \"co2est\": 1";
      break;
    case Shape::number:
      hint = "must be a number";
      break;
    case Shape::pair:
      hint = "must be [low, high]";
      break;
    case Shape::suffixed:
      hint = "must be a number in " + std::string(base_unit(field->dimension)) +
             "; with another unit, write a string under the key without \"" +
             std::string(base_suffix(field->dimension)) + "\"";
      break;
    case Shape::quantity:
      hint = "a bare number needs its unit: write \"" + std::string(field->key) +
             std::string(base_suffix(field->dimension)) + "\": ..., or a string such as \"12.5 " +
             std::string(base_unit(field->dimension)) + "\"";
      break;
    case Shape::pue:
      hint = "must be a number, \"none\", or a facility";
      break;
    case Shape::grid:
      hint = "must be a string or an object";
      break;
    case Shape::embodied:
      hint = "must be true or an object";
      break;
    case Shape::list:
      hint = "must be an array of objects";
      break;
    default:
      hint = "must be an object";
  }
  problem("is " + std::string(got), hint);
}

}  // namespace co2est
