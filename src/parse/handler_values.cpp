// Knows what a number, a text, true, false or null means for the key that it follows.
#include <algorithm>
#include <utility>

#include "parse/handler.hpp"
#include "parse/time.hpp"

namespace co2est {

bool Handler::Null() {
  if (keeping_) return keeper_.Null();
  if (begin_kept_scalar()) return keeper_.Null() && end_kept();
  if (skip_scalar()) return true;
  if (depth_ == 0 || top().kind != Kind::object || !top().field->nullable) {
    wrong_type("null");
    return true;
  }
  target_.device->power_unknown = true;
  return true;
}

bool Handler::Bool(bool value) {
  if (keeping_) return keeper_.Bool(value);
  if (begin_kept_scalar()) return keeper_.Bool(value) && end_kept();
  if (skip_scalar()) return true;
  const bool asks = depth_ > 0 && top().kind == Kind::object && top().field != nullptr &&
                    top().field->shape == Shape::embodied;
  if (asks && value) {
    target_.run->embodied.emplace();
  } else if (asks) {
    problem("cannot be false", "leave the key out instead");
  } else {
    wrong_type(value ? "true" : "false");
  }
  return true;
}

bool Handler::number(double value) {
  if (keeping_) return keeper_.Double(value);
  if (begin_kept_scalar()) return keeper_.Double(value) && end_kept();
  if (skip_scalar()) return true;
  if (depth_ == 0) {
    wrong_type("a number");
    return true;
  }
  Frame& frame = top();
  if (frame.kind == Kind::values) {
    const Shape shape = frame.field->shape;
    if (shape == Shape::quantity) {
      wrong_type("a number");
    } else if (in_bounds(*frame.field, value) && element_count_ < elements_.size()) {
      elements_[element_count_] = value;
    }
    ++element_count_;
    ++frame.index;
  } else if (frame.kind == Kind::list) {
    wrong_type("a number");
    ++frame.index;
  } else if (frame.context == ObjectType::mix) {
    named_number(frame, value);
  } else {
    number_of(*frame.field, value);
  }
  return true;
}

void Handler::named_number(const Frame& frame, double value) {
  if (in_bounds(*frame.field, value)) {
    target_.run->grid->mix.push_back({std::string(frame.key), value});
  }
}

void Handler::number_of(const FieldRow& field, double value) {
  switch (field.shape) {
    case Shape::version:
      if (value != 1) {
        problem("is a version that this program does not know", "write \"co2est\": 1");
      }
      return;
    case Shape::number:
    case Shape::suffixed:
    case Shape::pue:
      if (in_bounds(field, value)) field.store(target_, {.number = Range<double>::exact(value)});
      return;
    default:
      wrong_type("a number");
  }
}

bool Handler::String(const char* data, unsigned size, bool) {
  const std::string_view text(data, size);
  if (keeping_) return keeper_.String(data, size, true);
  if (begin_kept_scalar()) return keeper_.String(data, size, true) && end_kept();
  if (skip_scalar()) return true;
  if (depth_ == 0) {
    wrong_type("a string");
    return true;
  }
  Frame& frame = top();
  if (frame.kind == Kind::values) {
    double value = 0;
    if (frame.field->shape != Shape::quantity) {
      wrong_type("a string");
    } else if (quantity(*frame.field, text, value) && element_count_ < elements_.size()) {
      elements_[element_count_] = value;
    }
    ++element_count_;
    ++frame.index;
  } else if (frame.kind == Kind::list) {
    wrong_type("a string");
    ++frame.index;
  } else if (frame.context == ObjectType::tags) {
    target_.run->tags.emplace_back(frame.key, text);
  } else {
    text_of(*frame.field, text);
  }
  return true;
}

void Handler::text_of(const FieldRow& field, std::string_view text) {
  Value value;
  value.text = text;
  switch (field.shape) {
    case Shape::text:
      break;
    case Shape::pue:
    case Shape::grid:
      if (text.empty()) return problem("is empty", "write a name, or leave the key out");
      break;
    case Shape::quantity: {
      double number = 0;
      if (!quantity(field, text, number)) return;
      value.number = Range<double>::exact(number);
      break;
    }
    case Shape::instant: {
      const auto time = parse_time(text);
      if (!time) {
        return problem("is no instant with an offset",
                       "write for example \"2026-01-31T12:00:00Z\" or \"...+02:00\"");
      }
      value.time = *time;
      break;
    }
    case Shape::choice: {
      const auto at = std::find(field.choices.begin(), field.choices.end(), text);
      if (at == field.choices.end()) {
        std::string list;
        for (std::string_view choice : field.choices)
          list += (list.empty() ? "" : ", ") + std::string(choice);
        return problem("cannot be \"" + std::string(text) + "\"", "use one of: " + list);
      }
      value.choice = static_cast<std::size_t>(at - field.choices.begin());
      break;
    }
    default:
      return wrong_type("a string");
  }
  field.store(target_, value);
}

bool Handler::quantity(const FieldRow& field, std::string_view text, double& value) {
  const Quantified read = parse_quantity(text, field.dimension);
  if (!read.problem.empty()) {
    problem("\"" + std::string(text.substr(0, 40)) + "\" " + std::string(read.problem), read.hint);
    return false;
  }
  value = read.value;
  return in_bounds(field, value);
}

}  // namespace co2est
