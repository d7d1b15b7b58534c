// Knows what the keys of an object mean, which are missing, and where a problem stands.
#include <algorithm>
#include <utility>
#include <vector>

#include "parse/handler.hpp"
#include "text/bytes.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

std::string shortened(std::string_view key) {
  constexpr std::size_t kLongest = 40;
  return std::string(key.substr(0, kLongest)) + (key.size() > kLongest ? "..." : "");
}

}  // namespace

/// The place of a key among the rows of its object, or how many they are where it is none.
std::size_t Handler::find_field(const Frame& frame, std::string_view key) {
  const std::span<const FieldRow> fields = frame.rows->fields;
  std::uint8_t& guess = follow_[static_cast<std::size_t>(frame.context)][frame.previous];
  if (guess < fields.size() && same_text(fields[guess].key, key)) return guess;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!same_text(fields[i].key, key)) continue;
    guess = static_cast<std::uint8_t>(i);
    return i;
  }
  return fields.size();
}

bool Handler::Key(const char* data, unsigned size, bool) {
  if (skipping()) return !keeping_ || keeper_.Key(data, size, true);
  Frame& frame = top();
  const std::string_view key(data, size);
  const std::span<const FieldRow> fields = frame.rows->fields;
  frame.key = key;
  if (fields.empty()) {
    name_key();
    return true;
  }
  const std::size_t index = find_field(frame, key);
  if (index == fields.size()) {
    unknown_key(key);
    return true;
  }
  frame.previous = index + 1;
  frame.field = &fields[index];
  const std::uint64_t bit = std::uint64_t{1} << frame.field->slot;
  if ((frame.seen & bit) != 0) {
    const bool device = frame.context == ObjectType::device && frame.field->slot == kKindSlot;
    problem("stands twice", device
                                ? "keep one of them (\"instance\" takes the place of \"kind\")"
                                : "keep one of them (a bare name and one with a unit are one key)");
    frame.field = &kIgnoredField;
  }
  frame.seen |= bit;
  return true;
}

/// A key of `tags` or `mix`: any name, once.
void Handler::name_key() {
  Frame& frame = top();
  frame.field = frame.context == ObjectType::tags ? &kTagField : &kMixShareField;
}

void Handler::unknown_key(std::string_view key) {
  Frame& frame = top();
  const bool keeps = frame.context == ObjectType::document || frame.context == ObjectType::run;
  frame.field = keeps && key.starts_with("x-") ? &kExtensionField : &kIgnoredField;
  if (is_free_key(key)) return;
  if (frame.context == ObjectType::document && key == "schema") {
    foreign_ = "is an estimate, not a run file; give co2est the run file that it was made from";
  } else if (frame.context == ObjectType::document && key == "co2est_journal") {
    foreign_ =
        "is a line of a journal of `co2est measure`; give estimate the journal as a file of its "
        "own";
  }
  std::vector<std::string_view> names;
  for (const FieldRow& field : frame.rows->fields)
    names.push_back(field.key);
  std::string hint = did_you_mean(key, names);
  if (hint.empty()) hint = "keys that are your own start with \"x-\"";
  problem("unknown key \"" + shortened(key) + "\"", std::move(hint));
}

bool Handler::open_object(ObjectType context) {
  if (depth_ > 0 && top().kind == Kind::list) ++top().index;
  if (push(Kind::object, context) == nullptr) return false;
  open_target(context);
  return true;
}

/// Values that come now belong to a new object of the context.
void Handler::open_target(ObjectType context) {
  switch (context) {
    case ObjectType::run:
      target_.run = &project_runs_.emplace_back();
      break;
    case ObjectType::defaults:
      has_defaults_ = true;
      target_.run = &defaults_;
      break;
    case ObjectType::device:
      layout_.open_device();
      target_.device = &target_.run->devices.emplace_back();
      break;
    case ObjectType::interval:
      layout_.open_interval();
      target_.interval = &target_.device->intervals.emplace_back();
      break;
    case ObjectType::grid:
      target_.run->grid.emplace();
      break;
    case ObjectType::market:
      target_.run->market.emplace();
      break;
    case ObjectType::embodied:
      target_.run->embodied.emplace();
      break;
    case ObjectType::water:
      target_.run->water.emplace();
      break;
    case ObjectType::price:
      target_.run->price.emplace();
      break;
    default:
      break;
  }
}

void Handler::close_object() {
  Frame& frame = top();
  frame.key = {};
  check_required(frame);
  if (frame.context == ObjectType::tags || frame.context == ObjectType::mix) check_names(frame);
  if (frame.context == ObjectType::document) check_document(frame);
  close_target(frame.context);
  pop();
}

void Handler::close_target(ObjectType context) {
  if (context == ObjectType::interval) {
    layout_.close_interval();
    check_interval();
  }
  if (context == ObjectType::run || context == ObjectType::defaults) {
    target_.run = &document_.runs.front();
  }
}

void Handler::check_interval() {
  if (target_.interval->end > target_.interval->start) return;
  problem("ends before it starts", "an interval is half-open: start < end");
}

void Handler::check_required(const Frame& frame) {
  if ((frame.rows->required_slots & ~frame.seen) == 0) return;
  for (std::string_view key : frame.rows->required) {
    for (const FieldRow& field : frame.rows->fields) {
      if (field.key == key && (frame.seen >> field.slot & 1) == 0) {
        problem("has no \"" + std::string(key) + "\"", std::string(field.meaning));
      }
    }
  }
}

void Handler::check_names(const Frame& frame) {
  names_.clear();
  if (frame.context == ObjectType::tags) {
    for (const auto& [name, value] : target_.run->tags)
      names_.emplace_back(name);
  } else {
    for (const MixShare& share : target_.run->grid->mix)
      names_.emplace_back(share.technology);
  }
  constexpr std::size_t kFew = 16;
  if (names_.size() > kFew) std::sort(names_.begin(), names_.end());
  for (std::size_t i = 1; i < names_.size(); ++i) {
    const std::size_t first = names_.size() > kFew ? i - 1 : 0;
    for (std::size_t k = first; k < i; ++k) {
      if (!same_text(names_[k], names_[i])) continue;
      return problem("has \"" + shortened(names_[i]) + "\" twice", "keep one of them");
    }
  }
}

void Handler::check_document(const Frame& frame) {
  const auto seen = [&](std::uint8_t slot) { return (frame.seen >> slot & 1) != 0; };
  if (!seen(kVersionSlot)) {
    problem("has no \"co2est\": 1", "every run file says the version of its format");
  }
  if (has_defaults_ && !has_runs_) problem("has defaults but no runs", "add \"runs\": [...]");
  if (!has_runs_) {
    if (!seen(kDevicesSlot) && !has_defaults_) {
      problem("has no \"devices\"", "name at least one: `co2est init` writes an example");
    }
    return;
  }
  if (project_runs_.empty()) problem("has no runs", "name at least one in \"runs\"");
  for (const FieldRow& field : fields_of(ObjectType::run)) {
    const bool own = field.key == "name" || field.key == "co2est" || field.key == "tags";
    if (!own && (frame.seen >> field.slot & 1) != 0) {
      problem("has \"" + std::string(field.key) + "\" beside \"runs\"",
              "move it into \"defaults\" or into the runs");
      break;
    }
  }
}

void Handler::finish() {
  if (!foreign_.empty()) {
    problems_.clear();
    const std::size_t semicolon = foreign_.find("; ");
    problems_.add({file_, foreign_.substr(0, semicolon), foreign_.substr(semicolon + 2)});
  }
  RunSpec& first = document_.runs.front();
  document_.name = first.name;
  if (!has_runs_) {
    first.where = file_;
    return;
  }
  document_.project = true;
  document_.runs.swap(project_runs_);
  for (std::size_t i = 0; i < document_.runs.size(); ++i) {
    RunSpec& run = document_.runs[i];
    run.where = file_ + ": /runs/" + std::to_string(i);
    if (has_defaults_) lay_under(defaults_, OriginKind::defaults, run);
  }
}

}  // namespace co2est
