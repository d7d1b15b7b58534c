// Knows how text is read: encoding, syntax errors with line and column, then the handler.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CO2EST_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define CO2EST_ADDRESS_SANITIZER
#endif
// RapidJSON's SSE2 path loads aligned 16 bytes at a time and so reads, within the same page, past
// the end of a text: harmless, but an error to the address sanitizer, which takes the plain path.
#if defined(__SSE2__) && !defined(CO2EST_ADDRESS_SANITIZER)
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/reader.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "co2est/parse.hpp"
#include "parse/handler.hpp"
#include "parse/plain_json.hpp"
#include "parse/utf8.hpp"

namespace co2est {
namespace {

struct Position {
  std::size_t line;
  std::size_t column;
};

Position position_of(std::string_view text, std::size_t offset, std::size_t first_line) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return {first_line + lines, newline == std::string_view::npos ? offset + 1 : offset - newline};
}

std::string where(const std::string& file, Position at) {
  return file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

struct SyntaxMessage {
  rapidjson::ParseErrorCode code;
  const char* what;
  const char* hint;
};

constexpr SyntaxMessage kSyntaxMessages[] = {
    {rapidjson::kParseErrorDocumentEmpty, "the text is empty", "`co2est init` writes an example"},
    {rapidjson::kParseErrorDocumentRootNotSingular, "text after the end of the run",
     "one run or project in a file; several runs, one a line, are NDJSON"},
    {rapidjson::kParseErrorValueInvalid, "expected a value",
     "JSON knows numbers, strings, true, false, null, [...] and {...}; no NaN, no comments"},
    {rapidjson::kParseErrorObjectMissName, "expected a key in double quotes",
     "a comma too many before \"}\"?"},
    {rapidjson::kParseErrorObjectMissColon, "expected \":\" after a key", "write \"key\": value"},
    {rapidjson::kParseErrorObjectMissCommaOrCurlyBracket, "expected \",\" or \"}\"",
     "is the text cut off, or a comma missing?"},
    {rapidjson::kParseErrorArrayMissCommaOrSquareBracket, "expected \",\" or \"]\"",
     "is the text cut off, or a comma missing?"},
    {rapidjson::kParseErrorStringUnicodeEscapeInvalidHex, "wrong \\u escape in a string",
     "\\u is followed by four hexadecimal digits"},
    {rapidjson::kParseErrorStringUnicodeSurrogateInvalid, "half a surrogate pair in a string",
     "write the character itself as UTF-8"},
    {rapidjson::kParseErrorStringEscapeInvalid, "wrong escape in a string",
     "write a backslash as \\\\"},
    {rapidjson::kParseErrorStringMissQuotationMark, "a string that does not end",
     "is the text cut off, or a quote missing?"},
    {rapidjson::kParseErrorStringInvalidEncoding, "a control character in a string",
     "escape it, for example as \\n"},
    {rapidjson::kParseErrorNumberTooBig, "a number too large for this format",
     "check the unit; numbers end near 1.8e308"},
    {rapidjson::kParseErrorNumberMissFraction, "expected digits after the decimal point",
     "write 1.0 for 1."},
    {rapidjson::kParseErrorNumberMissExponent, "expected digits in the exponent",
     "write for example 1e6"},
};

/// `rest` is the text from the error on; `within`: some of it was JSON.
Problem syntax_problem(rapidjson::ParseErrorCode code, std::string place, std::string_view rest,
                       bool within) {
  if (rest.starts_with("//") || rest.starts_with("/*") || (within && rest.starts_with("#"))) {
    return {std::move(place), "JSON has no comments",
            "delete it, or write it as \"comment\": \"...\""};
  }
  const bool at_end = within && rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
  for (const SyntaxMessage& message : kSyntaxMessages) {
    if (message.code != code) continue;
    return {std::move(place), message.what,
            at_end ? "the text ends here: is it cut off?" : message.hint};
  }
  return {std::move(place), "no JSON", "is this a run file?"};
}

/// What the text is where it is clearly something else.
void check_encoding(std::string_view text, const std::string& file, std::size_t first_line) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw Error(ErrorKind::input, Problem{file, "is UTF-16", "save it as UTF-8"});
  }
  const std::size_t bad = invalid_utf8_at(text);
  if (bad != std::string_view::npos) {
    throw Error(ErrorKind::input,
                Problem{where(file, position_of(text, bad, first_line)), "bytes that are no UTF-8",
                        "save the file as UTF-8; is it a run file at all?"});
  }
}

}  // namespace

struct RunReader::State {
  Handler handler;
  rapidjson::Reader reader;
  std::string copy;  ///< of a text that RapidJSON overwrites as it reads

  // Three ways, from the fastest to the one that reads everything. The first two return false
  // where a text is not for them.
  bool follow(std::string_view text, const std::string& file);
  bool read_plain(std::string_view text, const std::string& file);
  void read_exactly(std::string_view text, const std::string& file, std::size_t first_line);

  /// Where layouts change from line to line, they are noted and tried ever less often.
  static constexpr unsigned kMostWait = 1023;
  unsigned wait = 0;  ///< texts that neither follow a layout nor have theirs noted
  unsigned next_wait = 0;
};

/// A text that has the layout of the one before.
bool RunReader::State::follow(std::string_view text, const std::string& file) {
  if (wait > 0 || !handler.knows_layout(file)) return false;
  if (handler.follow(text)) {
    next_wait = 0;
    return true;
  }
  wait = next_wait;
  next_wait = std::min(2 * next_wait + 1, kMostWait);
  return false;
}

/// A text without escapes and faults.
bool RunReader::State::read_plain(std::string_view text, const std::string& file) {
  handler.begin(file);
  if (wait == 0) {
    handler.note_layout(text);
  } else {
    --wait;
  }
  const bool read = PlainJson(text, handler).read();
  if (read) handler.end_layout();
  return read;
}

/// Every JSON text, and where a wrong one is wrong.
void RunReader::State::read_exactly(std::string_view text, const std::string& file,
                                    std::size_t first_line) {
  copy = text;
  handler.drop_layout();
  handler.begin(file);
  rapidjson::InsituStringStream stream(copy.data());
  // Recursion is bounded: the handler stops at 64 levels.
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
  const auto result = reader.Parse<kFlags>(stream, handler);
  const auto place = [&](std::size_t offset) {
    return where(file, position_of(text, offset, first_line));
  };
  if (handler.too_deep()) {
    throw Error(ErrorKind::input, Problem{place(result.Offset()), "nested more than 64 levels deep",
                                          "is this a run file?"});
  }
  if (result.IsError()) {
    const std::string_view rest = text.substr(std::min(result.Offset(), text.size()));
    throw Error(ErrorKind::input,
                syntax_problem(result.Code(), place(result.Offset()), rest, result.Offset() > 0));
  }
  if (stream.Tell() < text.size()) {  // a NUL byte stands in the text
    throw Error(ErrorKind::input,
                syntax_problem(rapidjson::kParseErrorValueInvalid, place(stream.Tell()),
                               text.substr(stream.Tell()), true));
  }
}

RunReader::RunReader() : state_(std::make_unique<State>()) {}
RunReader::~RunReader() = default;
RunReader::RunReader(RunReader&&) noexcept = default;
RunReader& RunReader::operator=(RunReader&&) noexcept = default;

const Document& RunReader::read(std::string_view text, const std::string& file,
                                std::size_t first_line) {
  check_encoding(text, file, first_line);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Handler& handler = state_->handler;
  if (!state_->follow(text, file) && !state_->read_plain(text, file)) {
    state_->read_exactly(text, file, first_line);
  }
  handler.finish();
  if (!handler.problems().empty()) throw Error(ErrorKind::input, handler.problems().take());
  return handler.document();
}

Document parse_document(std::string text, const std::string& file) {
  RunReader reader;
  return reader.read(text, file);
}

RunSpec parse_run(std::string text, const std::string& file) {
  RunReader reader;
  const Document& document = reader.read(text, file);
  if (document.project) {
    throw Error(ErrorKind::input, Problem{file, "is a project, not a single run",
                                          "parse_document reads projects too"});
  }
  return document.runs.front();
}

}  // namespace co2est
