#include "parse/layout.hpp"

namespace co2est {

void Layout::note(std::string_view text) {
  noting_ = true;
  steps_.clear();
  noted_ = text;
  last_ = text.data();
  text_ = text;
}

bool Layout::finish() {
  if (!noting_) return false;
  rest_ = own(last_, noted_.data() + noted_.size());
  noting_ = false;
  return true;
}

void Layout::add(LayoutStep step, std::string_view value) {
  if (!noting_) return;
  step.before = own(last_, value.data());
  last_ = value.data() + value.size();
  steps_.push_back(step);
}

/// The copy of a part of the noted text.
std::string_view Layout::own(const char* begin, const char* end) const {
  return std::string_view(text_).substr(static_cast<std::size_t>(begin - noted_.data()),
                                        static_cast<std::size_t>(end - begin));
}

}  // namespace co2est
