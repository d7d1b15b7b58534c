#include "parse/layout.hpp"

namespace co2est {

void Layout::note(std::string_view text) {
  noting_ = true;
  steps_.clear();
  noted_ = text;
  last_ = text.data();
  now_ = {};
  now_.device = now_.interval = now_.tag = kNone;
  text_.assign(text).append(kReadBeyond, '\0');
}

bool Layout::finish() {
  if (!noting_) return false;
  rest_ = own(last_, noted_.data() + noted_.size());
  noting_ = false;
  return true;
}

void Layout::open_device() {
  ++now_.device;
  now_.interval = kNone;
  now_.aims = true;
}

void Layout::open_interval() {
  ++now_.interval;
  now_.aims = true;
}

void Layout::tag(std::string_view value) {
  ++now_.tag;
  add(Act::tag, nullptr, value);
}

void Layout::add(Act act, const FieldRow* field, std::string_view value) {
  if (!noting_) return;
  LayoutStep& step = steps_.emplace_back(now_);
  now_.aims = false;
  step.act = act;
  step.field = field;
  step.before = own(last_, value.data());
  last_ = value.data() + value.size();
  if (act == Act::interval_end) return;
  step.last.keep(value.data(), value.size(), noted_.data() + noted_.size());
}

/// The copy of a part of the noted text.
std::string_view Layout::own(const char* begin, const char* end) const {
  return std::string_view(text_).substr(static_cast<std::size_t>(begin - noted_.data()),
                                        static_cast<std::size_t>(end - begin));
}

}  // namespace co2est
