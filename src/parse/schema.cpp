// Knows the JSON Schema of the run file, written from the same table that the parser reads.
#include <nlohmann/json.hpp>

#include "co2est/parse.hpp"
#include "parse/fields.hpp"

namespace co2est {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::pair<ObjectType, const char*> kDefinitions[] = {
    {ObjectType::run, "run"},           {ObjectType::device, "device"},
    {ObjectType::interval, "interval"}, {ObjectType::grid, "grid"},
    {ObjectType::mix, "mix"},           {ObjectType::market, "market"},
    {ObjectType::embodied, "embodied"}, {ObjectType::water, "water"},
    {ObjectType::price, "price"},       {ObjectType::tags, "tags"},
    {ObjectType::defaults, "run"},
};

Json reference(ObjectType context) {
  for (const auto& [known, name] : kDefinitions) {
    if (known == context) return {{"$ref", std::string("#/$defs/") + name}};
  }
  return Json::object();
}

Json number_schema(const FieldRow& field) {
  Json schema{{"type", "number"}};
  schema[field.above_minimum ? "exclusiveMinimum" : "minimum"] = field.minimum;
  schema["maximum"] = field.maximum;
  return schema;
}

Json with_triple(const Json& one, std::size_t size = 3) {
  Json items{{"type", "array"}, {"items", one}, {"minItems", size}, {"maxItems", size}};
  return items;
}

Json value_schema(const FieldRow& field) {
  switch (field.shape) {
    case Shape::version:
      return {{"const", 1}};
    case Shape::text:
      if (field.filled) return {{"type", "string"}, {"minLength", 1}};
      return {{"type", "string"}};
    case Shape::number:
      return number_schema(field);
    case Shape::suffixed:
      if (field.single) return number_schema(field);
      return {{"anyOf", {number_schema(field), with_triple(number_schema(field))}}};
    case Shape::quantity: {
      const Json text{{"type", "string"}, {"pattern", pattern_of(field.dimension)}};
      if (field.single) return text;
      Json any = Json::array({text, with_triple(text)});
      for (const std::string_view word : field.choices)
        any.push_back({{"const", word}});
      if (field.named) any.push_back({{"type", "string"}, {"pattern", "^[A-Za-z]"}});
      return {{"anyOf", std::move(any)}};
    }
    case Shape::pair:
      return with_triple(number_schema(field), 2);
    case Shape::instant:
      return {{"type", "string"},
              {"pattern",
               "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}"
               "(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"}};
    case Shape::choice: {
      Json list = Json::array();
      for (std::string_view choice : field.choices)
        list.push_back(choice);
      return {{"enum", list}};
    }
    case Shape::pue:
      return {{"anyOf",
               {number_schema(field),
                with_triple(number_schema(field)),
                {{"type", "string"}, {"minLength", 1}}}}};
    case Shape::grid:
      return {{"anyOf", {{{"type", "string"}, {"minLength", 1}}, reference(field.context)}}};
    case Shape::embodied:
      return {{"anyOf", {{{"const", true}}, reference(field.context)}}};
    case Shape::object:
      return reference(field.context);
    case Shape::list:
      return {{"type", "array"}, {"items", reference(field.context)}};
    case Shape::kept:
    case Shape::ignored:
      break;
  }
  return Json::object();
}

/// "power" and "power_w" are one key: not both.
Json exclusive_pairs(std::span<const FieldRow> fields) {
  Json pairs = Json::array();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t j = i + 1; j < fields.size(); ++j) {
      if (fields[i].slot == fields[j].slot) {
        pairs.push_back({{"not", {{"required", {fields[i].key, fields[j].key}}}}});
      }
    }
  }
  return pairs;
}

/// One of the keys that share the required key's slot must be there.
void add_required(Json& all_of, ObjectType context) {
  for (std::string_view key : rows_of(context).required) {
    const auto fields = fields_of(context);
    Json any = Json::array();
    for (const FieldRow& wanted : fields) {
      if (wanted.key != key) continue;
      for (const FieldRow& field : fields) {
        if (field.slot == wanted.slot) any.push_back({{"required", {field.key}}});
      }
    }
    all_of.push_back({{"anyOf", any}});
  }
}

Json object_schema(ObjectType context) {
  if (context == ObjectType::tags) {
    return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
  }
  if (context == ObjectType::mix) {
    return {{"type", "object"},
            {"additionalProperties", {{"type", "number"}, {"minimum", 0}, {"maximum", 100}}}};
  }
  Json schema{{"type", "object"}, {"properties", Json::object()}};
  Json& properties = schema["properties"];
  for (const FieldRow& field : fields_of(context)) {
    Json value = value_schema(field);
    if (field.nullable) value = {{"anyOf", {{{"type", "null"}}, value}}};
    value["description"] = field.meaning;
    properties[std::string(field.key)] = std::move(value);
  }
  properties["$schema"] = Json::object();
  properties["comment"] = Json::object();
  schema["patternProperties"] = {{"^x-", Json::object()}};
  schema["additionalProperties"] = false;
  Json all_of = exclusive_pairs(fields_of(context));
  add_required(all_of, context);
  if (context == ObjectType::device) {
    for (const char* const key : {"model", "memory", "memory_gb"})  // an instance has its own
      all_of.push_back({{"not", {{"required", {"instance", key}}}}});
  }
  if (!all_of.empty()) schema["allOf"] = std::move(all_of);
  return schema;
}

/// A project has runs, and none of the keys of a single run beside them.
Json document_rules() {
  Json run_only = Json::array();
  for (const FieldRow& field : fields_of(ObjectType::run)) {
    if (field.key != "name" && field.key != "co2est" && field.key != "tags") {
      run_only.push_back({{"required", {field.key}}});
    }
  }
  const Json project{{"required", {"runs"}}, {"not", {{"anyOf", run_only}}}};
  const Json single{{"required", {"devices"}},
                    {"not", {{"anyOf", {{{"required", {"runs"}}}, {{"required", {"defaults"}}}}}}}};
  return Json::array({project, single});
}

}  // namespace

std::string run_schema() {
  Json schema = object_schema(ObjectType::document);
  Json result{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "co2est run file, version 1"}};
  result.update(schema);
  result["required"] = {"co2est"};
  result["oneOf"] = document_rules();
  for (const auto& [context, name] : kDefinitions) {
    if (!result["$defs"].contains(name)) result["$defs"][name] = object_schema(context);
  }
  return result.dump(2) + "\n";
}

}  // namespace co2est
