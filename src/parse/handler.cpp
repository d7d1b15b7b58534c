#include "parse/handler.hpp"

#include <algorithm>
#include <utility>

#include "parse/time.hpp"

namespace co2est {
namespace {

bool takes_array(Shape shape) {
  return shape == Shape::list || shape == Shape::suffixed || shape == Shape::quantity ||
         shape == Shape::pair || shape == Shape::pue;
}

}  // namespace

void ProblemList::clear() {
  shown_.clear();
  count_ = 0;
}

void ProblemList::add(Problem problem) {
  if (count_++ < kShown) shown_.push_back(std::move(problem));
}

std::vector<Problem> ProblemList::take() {
  if (count_ > kShown) {
    shown_.push_back({shown_.front().where.substr(0, shown_.front().where.find(": ")),
                      "and " + std::to_string(count_ - kShown) + " problems more",
                      "mend those above and run again"});
  }
  count_ = 0;
  return std::move(shown_);
}

void Handler::begin(const std::string& file) {
  if (file_ != file) file_ = file;
  document_.project = false;
  document_.name.clear();
  document_.runs.resize(1);
  document_.runs.front().clear();
  project_runs_.clear();
  if (has_defaults_) defaults_.clear();
  has_runs_ = has_defaults_ = too_deep_ = keeping_ = has_layout_ = false;
  foreign_.clear();
  target_ = Target{&document_.runs.front(), nullptr, nullptr};
  depth_ = skip_depth_ = 0;
  top_ = nullptr;
  problems_.clear();
}

Handler::Frame* Handler::push(Kind kind, ObjectType context) {
  if (depth_ + skip_depth_ >= kMaxDepth) {
    too_deep_ = true;
    return nullptr;
  }
  top_ = frames_.data() + depth_++;
  Frame& frame = *top_;
  frame = Frame{};
  frame.kind = kind;
  frame.context = context;
  frame.rows = &rows_of(context);
  return &frame;
}

// ---- values that are passed over ---------------------------------------------------------------

bool Handler::begin_skip(bool keep) {
  layout_.give_up();
  if (depth_ + skip_depth_ >= kMaxDepth) {
    too_deep_ = true;
    return false;
  }
  if (skip_depth_++ == 0) {
    keeping_ = keep;
    if (keep) {
      kept_.Clear();
      keeper_.Reset(kept_);
    }
  }
  return true;
}

bool Handler::end_kept() {
  std::string text(kept_.GetString(), kept_.GetSize());
  if (top().field == &kExtensionField) {
    target_.run->extensions.emplace_back(top().key, std::move(text));
  } else {
    target_.run->record = std::move(text);
  }
  keeping_ = false;
  return true;
}

// ---- objects and arrays ------------------------------------------------------------------------

bool Handler::StartObject() {
  if (skipping()) return begin_skip(keeping_) && (!keeping_ || keeper_.StartObject());
  if (depth_ == 0) return open_object(ObjectType::document);
  Frame& frame = top();
  if (frame.kind == Kind::list) return open_object(frame.context);
  const Shape shape = frame.kind == Kind::values ? Shape::text : frame.field->shape;
  if (shape == Shape::object || shape == Shape::grid || shape == Shape::embodied) {
    return open_object(frame.field->context);
  }
  if (shape != Shape::kept && shape != Shape::ignored) wrong_type("an object");
  if (frame.kind == Kind::values) ++element_count_, ++frame.index;
  return begin_skip(shape == Shape::kept) && (!keeping_ || keeper_.StartObject());
}

bool Handler::EndObject(unsigned count) {
  if (!skipping()) {
    close_object();
    return true;
  }
  if (keeping_) keeper_.EndObject(count);
  if (--skip_depth_ == 0 && keeping_) end_kept();
  return true;
}

bool Handler::StartArray() {
  if (skipping()) return begin_skip(keeping_) && (!keeping_ || keeper_.StartArray());
  if (depth_ == 0) {
    problem("is an array",
            "a run file is an object; put runs into {\"co2est\": 1, \"runs\": [...]}");
    return begin_skip(false);
  }
  Frame& frame = top();
  const bool in_object = frame.kind == Kind::object;
  const Shape shape = in_object ? frame.field->shape : Shape::text;
  if (in_object && takes_array(shape) && !frame.field->single) return open_array(*frame.field);
  if (shape != Shape::kept && shape != Shape::ignored) wrong_type("an array");
  if (frame.kind == Kind::values) ++element_count_;
  if (!in_object) ++frame.index;
  return begin_skip(shape == Shape::kept) && (!keeping_ || keeper_.StartArray());
}

bool Handler::open_array(const FieldRow& field) {
  const bool list = field.shape == Shape::list;
  Frame* frame = push(list ? Kind::list : Kind::values, field.context);
  if (frame == nullptr) return false;
  frame->field = &field;
  if (!list || field.context == ObjectType::run) layout_.give_up();
  element_count_ = 0;
  elements_ = {};
  problems_before_ = problems_.count();
  if (list && field.context == ObjectType::run) has_runs_ = true;
  return true;
}

bool Handler::EndArray(unsigned count) {
  if (skipping()) {
    if (keeping_) keeper_.EndArray(count);
    if (--skip_depth_ == 0 && keeping_) end_kept();
    return true;
  }
  const Frame frame = top();
  pop();
  if (frame.kind == Kind::values) end_values(*frame.field);
  return true;
}

void Handler::end_values(const FieldRow& field) {
  const std::size_t wanted = field.shape == Shape::pair ? 2 : 3;
  if (element_count_ != wanted) {
    return problem(
        "has " + std::to_string(element_count_) + " values instead of " + std::to_string(wanted),
        wanted == 2 ? "write [low, high]" : "write [low, mid, high]");
  }
  if (problems_.count() != problems_before_) return;  // an element is missing
  if (wanted == 2) elements_[2] = elements_[1];
  if (!(elements_[0] <= elements_[1] && elements_[1] <= elements_[2])) {
    return problem("is not in order", wanted == 2 ? "write [low, high]" : "write [low, mid, high]");
  }
  if (elements_[0] == 0 && elements_[2] > 0) {
    return problem("is a range from 0",
                   "its band is log-normal and never reaches 0; write a small low");
  }
  field.store(target_, {.number = {elements_[0], elements_[1], elements_[2]}});
}

}  // namespace co2est
