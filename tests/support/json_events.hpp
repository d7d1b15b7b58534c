// Knows the events of a JSON text as the library sends them and as the fast reader does.
#pragma once

#include <rapidjson/reader.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "parse/plain_json.hpp"

namespace co2est_tests {

/// The events of a text, each as a piece of text.
struct Recorder {
  std::string events;
  bool add(const std::string& event) {
    events += event + "\n";
    return true;
  }
  bool Null() { return add("null"); }
  bool Bool(bool value) { return add(value ? "true" : "false"); }
  bool Number(double value, std::string_view text) {
    double read = 0;
    std::from_chars(text.data(), text.data() + text.size(), read);
    return add((read == value ? "n" : "misread n") + std::string(text));
  }
  bool RawNumber(const char* data, unsigned size, bool) {
    return add("n" + std::string(data, size));
  }
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool String(const char* data, unsigned size, bool) { return add("s" + std::string(data, size)); }
  bool Key(const char* data, unsigned size, bool) { return add("k" + std::string(data, size)); }
  bool StartObject() { return add("{"); }
  bool EndObject(unsigned count) { return add("}" + std::to_string(count)); }
  bool StartArray() { return add("["); }
  bool EndArray(unsigned count) { return add("]" + std::to_string(count)); }
};

/// The events that RapidJSON sends, or "wrong".
inline std::string events_of_library(std::string text) {
  Recorder recorder;
  rapidjson::Reader reader;
  rapidjson::InsituStringStream stream(text.data());
  const auto result =
      reader.Parse<rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag>(stream,
                                                                                        recorder);
  return result.IsError() || stream.Tell() < text.size() ? "wrong" : recorder.events;
}

/// The events of the fast reader, or "declined".
inline std::string events_of_plain(const std::string& text) {
  Recorder recorder;
  return co2est::PlainJson(text, recorder).read() ? recorder.events : "declined";
}

}  // namespace co2est_tests
