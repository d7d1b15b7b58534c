// Knows what a number, a text, true, false or null means for the key that it follows.
#include <charconv>
#include <utility>

#include "parse/handler.hpp"
#include "parse/time.hpp"
#include "text/bytes.hpp"

namespace co2est {
namespace {

/// Quantities begin with a number, words with a letter.
bool takes_word(const FieldRow& field, std::string_view text) {
  if (text.empty() || (!field.named && field.choices.empty())) return false;
  const char first = text.front();
  return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
}

}  // namespace

/// True where the scalar that comes now is kept as text or passed over; `write` sends it on.
template <typename Write>
bool Handler::put_aside(Write write) {
  if (skipping()) {
    layout_.give_up();
    if (keeping_) write(keeper_);
    return true;
  }
  if (depth_ == 0) return false;
  const Frame& frame = top();
  if (frame.kind != Kind::object || frame.field->shape < Shape::kept) return false;
  layout_.give_up();
  if (frame.field->shape == Shape::kept) {
    kept_.Clear();
    keeper_.Reset(kept_);
    write(keeper_);
    end_kept();
  }
  return true;
}

bool Handler::Null() {
  if (put_aside([](auto& writer) { writer.Null(); })) return true;
  if (depth_ == 0 || top().kind != Kind::object || !top().field->nullable) {
    wrong_type("null");
    return true;
  }
  target_.device->power_unknown = true;
  return true;
}

bool Handler::Bool(bool value) {
  if (put_aside([=](auto& writer) { writer.Bool(value); })) return true;
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

bool Handler::RawNumber(const char* data, unsigned size, bool) {
  double value = 0;
  const auto read = std::from_chars(data, data + size, value);
  if (read.ec != std::errc{} && !skipping()) {
    problem("is a number beyond what a double holds",
            "check the unit; numbers end near 1.8e308 and begin near 5e-324");
  }
  return Number(value, {data, size});
}

bool Handler::Number(double value, std::string_view text) {
  const auto write = [=](auto& writer) {
    writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
  };
  if (put_aside(write)) return true;
  if (depth_ == 0) {
    wrong_type("a number");
    return true;
  }
  Frame& frame = top();
  if (frame.kind == Kind::object) {
    number_of(frame, value, text);
    return true;
  }
  layout_.give_up();
  if (frame.kind == Kind::list || frame.field->shape == Shape::quantity) {
    wrong_type("a number");
  } else if (in_bounds(*frame.field, value) && element_count_ < elements_.size()) {
    elements_[element_count_] = value;
  }
  if (frame.kind == Kind::values) ++element_count_;
  ++frame.index;
  return true;
}

void Handler::number_of(const Frame& frame, double value, std::string_view text) {
  if (frame.context != ObjectType::mix) {
    layout_.value(Layout::Act::number, *frame.field, text);
    return store_number(*frame.field, value);
  }
  layout_.give_up();
  if (in_bounds(*frame.field, value)) {
    target_.run->grid->mix.push_back({std::string(frame.key), value});
  }
}

void Handler::store_number(const FieldRow& field, double value) {
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
  if (put_aside([=](auto& writer) { writer.String(data, size, true); })) return true;
  if (depth_ == 0) {
    wrong_type("a string");
    return true;
  }
  const std::string_view text(data, size);
  Frame& frame = top();
  if (frame.kind == Kind::object) {
    text_of(frame, text);
    return true;
  }
  layout_.give_up();
  double value = 0;
  if (frame.kind == Kind::list || frame.field->shape != Shape::quantity) {
    wrong_type("a string");
  } else if (quantity(*frame.field, text, value) && element_count_ < elements_.size()) {
    elements_[element_count_] = value;
  }
  if (frame.kind == Kind::values) ++element_count_;
  ++frame.index;
  return true;
}

void Handler::text_of(const Frame& frame, std::string_view text) {
  if (frame.context == ObjectType::tags) {
    layout_.tag(text);
    target_.run->tags.emplace_back(frame.key, text);
  } else {
    layout_.value(Layout::Act::text, *frame.field, text);
    store_text(*frame.field, text);
  }
}

void Handler::store_text(const FieldRow& field, std::string_view text) {
  Value value;
  value.text = text;
  switch (field.shape) {
    case Shape::text:
      if (field.filled && text.empty()) return empty_name();
      break;
    case Shape::pue:
    case Shape::grid:
      if (text.empty()) return empty_name();
      break;
    case Shape::quantity: {
      if (takes_word(field, text)) {
        if (!field.named && !choose(field, text, value.choice)) return;
        break;
      }
      value.text = {};
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
    case Shape::choice:
      if (!choose(field, text, value.choice)) return;
      break;
    default:
      return wrong_type("a string");
  }
  field.store(target_, value);
}

void Handler::empty_name() {
  problem("is empty", "write a name, or leave the key out");
}

bool Handler::choose(const FieldRow& field, std::string_view text, std::size_t& choice) {
  for (choice = 0; choice < field.choices.size(); ++choice) {
    if (same_text(field.choices[choice], text)) return true;
  }
  std::string list;
  for (std::string_view name : field.choices)
    list.append(list.empty() ? "" : ", ").append(name);
  problem("cannot be \"" + std::string(text) + "\"", "use one of: " + list);
  return false;
}

bool Handler::quantity(const FieldRow& field, std::string_view text, double& value) {
  const Quantified read = parse_quantity(text, field.dimension);
  if (!read.problem.empty()) {
    std::string what = "\"";  // appended: g++ 12 warns of literal + string without a cause
    what.append(text.substr(0, 40)).append("\" ").append(read.problem);
    problem(std::move(what), read.hint);
    return false;
  }
  value = read.value;
  return in_bounds(field, value);
}

}  // namespace co2est
