// Knows how the events of a JSON reader become a document, with every problem at its place.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/error.hpp"
#include "co2est/run.hpp"
#include "parse/fields.hpp"
#include "parse/layout.hpp"

namespace co2est {

/// Problems of one document: the first twenty in full, the others counted.
class ProblemList {
 public:
  static constexpr std::size_t kShown = 20;

  void clear();
  void add(Problem problem);
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// The problems, and a last one that counts those that are not shown.
  [[nodiscard]] std::vector<Problem> take();

 private:
  std::vector<Problem> shown_;
  std::size_t count_ = 0;
};

/// Receives RapidJSON's events. Returning false stops the reader: only for nesting that is too
/// deep.
class Handler {
 public:
  static constexpr std::size_t kMaxDepth = 64;

  void begin(const std::string& file);
  void finish();

  /// Between `begin` and the events: notes the layout of the text, whose parts the events name.
  void note_layout(std::string_view text) { layout_.note(text); }
  /// The text is not read to its end as noted.
  void drop_layout() { layout_.give_up(); }
  /// After the last event of a noted text.
  void end_layout() { has_layout_ = layout_.finish(); }
  /// Whether the document is of this file and has the layout that was noted.
  [[nodiscard]] bool knows_layout(const std::string& file) const {
    return has_layout_ && file_ == file;
  }
  /// In place of `begin` and the events, where the layout is known: reads a text that has the same,
  /// into the same document. False where it has not, or is wrong; then what was read is void.
  bool follow(std::string_view text);

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] ProblemList& problems() { return problems_; }
  [[nodiscard]] Document& document() { return document_; }

  bool Null();
  bool Bool(bool value);
  /// A number as it stands in the text.
  bool RawNumber(const char* data, unsigned size, bool);
  bool Number(double value, std::string_view text);
  // RapidJSON is told to send numbers as text; these are never called.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool String(const char* data, unsigned size, bool);
  bool Key(const char* data, unsigned size, bool);
  bool StartObject();
  bool EndObject(unsigned);
  bool StartArray();
  bool EndArray(unsigned);

 private:
  enum class Kind : std::uint8_t { object, list, values };

  /// One open object or array.
  struct Frame {
    Kind kind = Kind::object;
    ObjectType context = ObjectType::document;
    const ObjectRows* rows = nullptr;  ///< of the context
    std::uint64_t seen = 0;            ///< bit per slot
    const FieldRow* field = nullptr;   ///< whose value comes next, or whose array this is
    std::string_view key;
    std::size_t previous = 0;  ///< index of the last key, to guess the next
    std::size_t index = 0;     ///< of the next element of an array
  };

  bool skip(bool opens, bool closes);
  bool skipping() const { return skip_depth_ > 0; }
  void number_of(const Frame& frame, double value, std::string_view text);
  void text_of(const Frame& frame, std::string_view text);
  void store_number(const FieldRow& field, double value);
  void store_text(const FieldRow& field, std::string_view text);
  bool in_bounds(const FieldRow& field, double value) {
    const bool inside = value >= field.minimum && value <= field.maximum &&
                        !(field.above_minimum && value == field.minimum);
    return inside || out_of_bounds(field, value);
  }
  [[gnu::cold]] bool out_of_bounds(const FieldRow& field, double value);
  void empty_name();
  bool choose(const FieldRow& field, std::string_view text, std::size_t& choice);
  bool quantity(const FieldRow& field, std::string_view text, double& value);
  void end_values(const FieldRow& field);
  bool open_object(ObjectType context);
  void open_target(ObjectType context);
  void close_target(ObjectType context);
  void check_interval();
  void aim_at(const LayoutStep& step);
  bool open_array(const FieldRow& field);
  void close_object();
  void check_required(const Frame& frame);
  void check_names(const Frame& frame);
  void check_document(const Frame& frame);
  [[gnu::cold]] void wrong_type(std::string_view got);
  [[gnu::cold]] void unknown_key(std::string_view key);
  void name_key();
  bool begin_skip(bool keep);
  template <typename Write>
  bool put_aside(Write write);
  bool end_kept();
  std::size_t find_field(const Frame& frame, std::string_view key);
  [[nodiscard]] std::string place() const;
  [[gnu::cold]] void problem(std::string what, std::string hint);
  Frame& top() { return *top_; }
  void pop() { top_ = --depth_ == 0 ? nullptr : top_ - 1; }
  Frame* push(Kind kind, ObjectType context);

  Document document_;                  ///< runs[0] takes the top-level keys
  std::vector<RunSpec> project_runs_;  ///< the elements of `runs`
  RunSpec defaults_;
  bool has_runs_ = false;
  bool has_defaults_ = false;
  std::string foreign_;  ///< what the text is where it is no run file
  Target target_;
  std::array<Frame, kMaxDepth> frames_;
  std::size_t depth_ = 0;
  Frame* top_ = nullptr;  ///< frames_[depth_ - 1]; null at depth 0
  bool too_deep_ = false;

  // A value that is passed over, or kept as text.
  std::size_t skip_depth_ = 0;
  bool keeping_ = false;
  rapidjson::StringBuffer kept_;
  rapidjson::Writer<rapidjson::StringBuffer> keeper_{kept_};

  std::vector<std::string_view> names_;  ///< of the `tags` or `mix` that ends
  std::array<double, 3> elements_{};
  std::size_t element_count_ = 0;
  std::size_t problems_before_ = 0;  ///< the elements

  /// For each object and key the key that came after it last: runs repeat one order.
  std::array<std::array<std::uint8_t, 64>, 16> follow_{};
  std::string file_;
  ProblemList problems_;
  Layout layout_;
  bool has_layout_ = false;  ///< the document has the noted layout
};

}  // namespace co2est
