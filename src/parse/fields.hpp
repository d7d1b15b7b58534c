// Knows the keys of the run file: for each object the keys it may have, what each may hold and
// where in RunSpec the value goes. Parser, error messages and JSON Schema all read this table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "co2est/run.hpp"
#include "parse/quantity.hpp"

namespace co2est {

/// The objects of a run file.
enum class ObjectType : std::uint8_t {
  document,
  run,
  defaults,
  device,
  grid,
  mix,
  market,
  embodied,
  water,
  price,
  tags,
  interval,
};

/// What a key may hold.
enum class Shape : std::uint8_t {
  version,   // the number 1
  text,      // a string
  number,    // a plain number
  suffixed,  // a number in the unit of the key's suffix, or [low, mid, high]
  quantity,  // a string with a unit, or [low, mid, high] of them
  pair,      // [low, high] numbers
  instant,   // a string, RFC 3339 with offset
  choice,    // one of some strings
  pue,       // a number at least 1, [low, mid, high], or a string
  grid,      // a string or an object
  embodied,  // true or an object
  object,    // an object of its own context
  list,      // an array of objects of a context
  // The last two take any JSON value, which is put aside.
  kept,     // as text
  ignored,  // never read
};

/// What the parser is filling when it reads a value.
struct Target {
  RunSpec* run = nullptr;
  DeviceSpec* device = nullptr;
  EnergyInterval* interval = nullptr;
};

/// One value as it was read, in the base unit of its dimension.
struct Value {
  Range<double> number;
  std::string_view text;  ///< empty for a quantity that is no word
  UtcTime time{};
  std::size_t choice = 0;
};

struct FieldRow {
  std::string_view key;
  Shape shape = Shape::text;
  std::uint8_t slot = 0;  ///< keys with one slot are one key: power and power_w
  void (*store)(const Target&, const Value&) = nullptr;
  Dimension dimension = Dimension::none;
  double minimum = 0;
  double maximum = 0;
  bool above_minimum = false;  ///< the minimum itself is not allowed
  bool nullable = false;
  bool single = false;  ///< one value, no [low, mid, high]
  bool filled = false;  ///< a text that cannot be empty
  bool named = false;   ///< a quantity that the name of a row of the catalogue may stand for
  std::span<const std::string_view> choices;  ///< of a quantity: words that may stand for it
  ObjectType context = ObjectType::run;       ///< of the object or of the list's objects
  std::string_view meaning;                   ///< one line for the schema
};

/// Rows for keys that no table lists: free names, extensions, and what is passed over.
inline constexpr FieldRow kIgnoredField{.key = "", .shape = Shape::ignored};
inline constexpr FieldRow kExtensionField{.key = "x-", .shape = Shape::kept};
inline constexpr FieldRow kTagField{.key = "", .shape = Shape::text};
inline constexpr FieldRow kMixShareField{.key = "", .shape = Shape::number, .maximum = 100};

/// What an object may hold. `mix` and `tags` have no rows: any key is a name there.
struct ObjectRows {
  std::span<const FieldRow> fields;
  std::span<const std::string_view> required;  ///< keys without which it is incomplete
  std::uint64_t required_slots = 0;            ///< theirs, a bit each
};

const ObjectRows& rows_of(ObjectType context);

/// Slots of the document's keys that its end asks for.
inline constexpr std::uint8_t kDevicesSlot = 7, kVersionSlot = 19;
/// Of a device: `kind`, or `instance` in its place.
inline constexpr std::uint8_t kKindSlot = 1;
inline std::span<const FieldRow> fields_of(ObjectType context) {
  return rows_of(context).fields;
}

/// "x-" keys, "$schema" and "comment" may stand in every object.
bool is_free_key(std::string_view key);

}  // namespace co2est
