// Knows how words become files and how bytes are read from them.
#include "cli/input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "co2est/error.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(ErrorKind kind, std::string where, std::string what, std::string hint) {
  throw Error(kind, Problem{std::move(where), std::move(what), std::move(hint)});
}

/// What to do about a file that could not be opened or listed.
std::string hint_for(int error) {
  return error == EACCES ? "its permissions do not let you read it" : "";
}

/// A file of the same folder whose name looks alike; empty where there is none.
std::string similar_file(const std::string& word) {
  const fs::path path(word);
  const fs::path folder = path.parent_path();
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end;
       !error && entry != end; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const std::string name = path.filename().string();
  return did_you_mean(name, std::vector<std::string_view>(names.begin(), names.end()));
}

Problem missing(const std::string& word) {
  const bool is_path = word.find_first_of("./") != std::string::npos;  // no command has either
  if (is_path) {
    const std::string hint = similar_file(word);
    return {word, "there is no such file", hint.empty() ? "check its name and folder" : hint};
  }
  const auto commands = command_names();
  if (std::find(commands.begin(), commands.end(), word) != commands.end()) {
    return {word, "there is no such file, and a command stands first",
            "begin with `co2est " + word + "`, its options behind it"};
  }
  std::string hint = did_you_mean(word, commands);
  if (hint.empty()) hint = "`co2est --help` lists the commands";
  return {word, "there is no such file or command", hint};
}

void add_directory(const std::string& word, std::vector<Input>& inputs) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(word, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    std::string name = entry->path().filename().string();
    const bool wanted = name.ends_with(".json") || name.ends_with(".ndjson");
    // Opening a FIFO or a device that only happens to lie there might wait for ever.
    if (wanted && entry->is_regular_file(ignored)) names.push_back(std::move(name));
  }
  if (error) refuse(ErrorKind::environment, word, error.message(), hint_for(error.value()));
  if (names.empty()) {
    refuse(ErrorKind::input, word, "the directory holds no *.json and no *.ndjson",
           "its subdirectories are not searched; name one of them");
  }
  std::sort(names.begin(), names.end());
  const std::string prefix = word.ends_with('/') ? word : word + "/";
  for (const std::string& name : names)
    inputs.push_back({prefix + name, prefix + name});
}

void add_word(const std::string& word, std::vector<Input>& inputs, std::vector<Problem>& problems) {
  if (word == "-") {
    const bool again = std::any_of(inputs.begin(), inputs.end(),
                                   [](const Input& input) { return input.path.empty(); });
    if (again) problems.push_back({"-", "standard input can be read only once", ""});
    inputs.push_back({"standard input", ""});
    return;
  }
  struct stat status {};
  if (::stat(word.c_str(), &status) != 0) {
    if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG) {
      refuse(ErrorKind::environment, word, std::strerror(errno), hint_for(errno));
    }
    problems.push_back(missing(word));
  } else if (S_ISDIR(status.st_mode)) {
    add_directory(word, inputs);
  } else {
    inputs.push_back({word, word});
  }
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// How far a text that begins at a "{" is one whole object.
class ObjectScan {
 public:
  /// The offset behind the object's "}", or npos where the text ends first.
  std::size_t scan(std::string_view text) {
    for (; at_ < text.size(); ++at_) {
      const char c = text[at_];
      if (in_string_) {
        if (c == '\\')
          ++at_;
        else if (c == '"')
          in_string_ = false;
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{') {
        ++depth_;
      } else if (c == '}' && --depth_ == 0) {
        return at_ + 1;
      }
    }
    return std::string_view::npos;
  }

 private:
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool in_string_ = false;
};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t skip_space(std::string_view text, std::size_t from) {
  while (from < text.size() && is_space(text[from]))
    ++from;
  return from;
}

/// Whether the text shows one object a line; `more` where that is not yet to be seen.
bool shows_lines(std::string_view text, bool by_name, bool& more) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t begin = skip_space(text, 0);
  const std::size_t newline = text.find('\n', begin);
  const std::size_t next =
      newline == std::string_view::npos ? text.size() : skip_space(text, newline);
  more = next == text.size();
  if (more || text[begin] != '{') return false;
  const std::string_view line = text.substr(begin, newline - begin);
  const std::size_t end = ObjectScan().scan(line);
  if (end != std::string_view::npos) return skip_space(line, end) == line.size();
  return by_name && text[next] == '{';
}

}  // namespace

std::vector<Input> find_inputs(const Words& words) {
  std::vector<Input> inputs;
  std::vector<Problem> problems;
  for (const std::string& word : words)
    add_word(word, inputs, problems);
  if (!problems.empty()) throw Error(ErrorKind::input, std::move(problems));
  return inputs;
}

void refuse_to_replace(const std::optional<std::string>& output, const Words& words,
                       const std::optional<std::string>& data_dir) {
  struct stat target {};
  if (!output || ::stat(output->c_str(), &target) != 0 || !S_ISREG(target.st_mode)) return;
  const auto refuse_same = [&](const struct stat& read, const std::string& what) {
    if (read.st_dev != target.st_dev || read.st_ino != target.st_ino) return;
    refuse(ErrorKind::input, "--output", "\"" + *output + "\" " + what,
           "write to another file; rename it afterwards where it is to take its place");
  };
  struct stat status {};
  for (const Input& input : find_inputs(words)) {
    const bool found = input.path.empty() ? ::fstat(STDIN_FILENO, &status) == 0
                                          : ::stat(input.path.c_str(), &status) == 0;
    if (found) refuse_same(status, "is also an input");
  }
  std::error_code error;
  if (!data_dir) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(*data_dir, error)) {
    if (::stat(entry.path().c_str(), &status) == 0) refuse_same(status, "is in --data-dir");
  }
}

Source::Source(const Input& input) : name_(input.name) {
  if (input.path.empty()) return;
  descriptor_ = ::open(input.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    refuse(ErrorKind::environment, name_, std::strerror(errno), hint_for(errno));
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
    size_ = static_cast<std::size_t>(status.st_size);
  }
}

Source::~Source() {
  if (descriptor_ > 0) ::close(descriptor_);
}

std::size_t Source::read(char* at, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size && !ended_) {
    const ssize_t got = ::read(descriptor_, at + filled, size - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(ErrorKind::environment, name_, std::strerror(errno), "");
    ended_ = got == 0;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

void Source::read(std::string& text, std::size_t size) {
  const std::size_t begin = text.size();
  text.resize(begin + size);
  text.resize(begin + read(text.data() + begin, size));
}

bool reads_as_lines(Source& source, std::string& text) {
  constexpr std::size_t kFirst = 32 * 1024;  // a small file is read in one go
  const bool by_name = source.name().ends_with(".ndjson") || source.name().ends_with(".jsonl");
  std::size_t step = source.size() > 0 ? std::min(kFirst, source.size() + 1) : kFirst;
  bool more = true;
  while (more && !source.ended() && text.size() <= kLongestLine) {
    source.read(text, step);
    if (shows_lines(text, by_name, more)) return true;
    step = text.size();
  }
  return false;
}

std::string read_document(Source& source, std::string begun) {
  std::string text = std::move(begun);
  const auto check = [&](std::size_t size) {
    if (size <= kLargestDocument) return;
    refuse(ErrorKind::input, source.name(), "one document larger than 256 MiB",
           "write the runs as NDJSON, one a line; that has no limit");
  };
  check(source.size());
  while (!source.ended()) {
    source.read(text, std::max(text.size(), kMegabyte / 32));
    check(text.size());
  }
  return text;
}

}  // namespace co2est::cli
