// Knows blocks, lines, worker threads and the queue between them.
#include "cli/stream.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/log.hpp"

namespace co2est::cli {
namespace {

// A line that is answered by a line grows twentyfold.
constexpr std::size_t kSummedBlock = 256 * 1024, kAnsweredBlock = 64 * 1024;

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Lines are long: one search a line is faster than a look at each byte.
std::size_t count_newlines(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at)
    ++count;
  return count;
}

/// Every line of a block through a worker.
void work_on(const Block& block, const std::string& file, std::uint64_t first_number,
             Worker& worker, Part& part) {
  part.many = true;
  if (block.too_long) {
    part.problems.push_back({file + ":" + std::to_string(block.first_line),
                             "the line is longer than 16 MiB",
                             "NDJSON holds one run or project a line"});
    part.status = kUsage;
    return;
  }
  part.file = &file;
  std::size_t line = block.first_line;
  for (std::string_view rest = block.text(); !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = rest.substr(0, end);
    if (!is_blank(text)) {
      part.line = line;
      worker.take(text, file, line, first_number + line, part);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

/// A block on its way through a thread.
struct Job {
  Block block;
  std::unique_ptr<Part> part;
  std::exception_ptr failure;
  bool done = false;
};

/// Threads that take the oldest waiting block; at most threads + 2 blocks exist at a time.
class Crew {
 public:
  Crew(const std::string& file, std::uint64_t first_number, const Work& work)
      : file_(file), first_number_(first_number), most_(work.threads + 2) {
    for (unsigned i = 0; i < work.threads; ++i) {
      try {
        threads_.emplace_back([this, &work] { serve(work); });
      } catch (const std::system_error&) {
        break;  // the system gives no more: those that run do the work
      }
    }
  }
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      waiting_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
      thread.join();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// At least one thread works.
  [[nodiscard]] bool works() const { return !threads_.empty(); }
  [[nodiscard]] bool full() const { return jobs_.size() >= most_; }
  [[nodiscard]] bool empty() const { return jobs_.empty(); }

  void add(Block&& block) {
    jobs_.push_back(std::make_unique<Job>());
    jobs_.back()->block = std::move(block);
    jobs_.back()->part = std::make_unique<Part>();
    if (!spare_texts_.empty()) {
      jobs_.back()->part->text = std::move(spare_texts_.back());
      spare_texts_.pop_back();
    }
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(jobs_.back().get());
    }
    changed_.notify_one();
  }

  /// The oldest block's part, as soon as it is there.
  std::unique_ptr<Part> oldest() {
    Job& job = *jobs_.front();
    {
      std::unique_lock lock(mutex_);
      finished_.wait(lock, [&] { return job.done; });
    }
    if (job.failure) std::rethrow_exception(job.failure);
    std::unique_ptr<Part> part = std::move(job.part);
    jobs_.pop_front();
    return part;
  }

  /// Storage that the next part may use.
  void take_back(TextBuffer&& text) {
    text.truncate(0);
    spare_texts_.push_back(std::move(text));
  }

 private:
  void serve(const Work& work) {
    std::unique_ptr<Worker> worker;
    while (Job* job = wait_for_job()) {
      try {
        if (!worker) worker = std::make_unique<Worker>(work);
        work_on(job->block, file_, first_number_, *worker, *job->part);
      } catch (...) {
        job->failure = std::current_exception();
      }
      {
        const std::lock_guard lock(mutex_);
        job->done = true;
      }
      finished_.notify_one();
    }
  }

  Job* wait_for_job() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
    if (closed_) return nullptr;
    Job* job = waiting_.front();
    waiting_.pop_front();
    return job;
  }

  const std::string& file_;
  std::uint64_t first_number_;
  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_, finished_;
  std::deque<Job*> waiting_;
  std::deque<std::unique_ptr<Job>> jobs_;  ///< touched by the reading thread only
  std::vector<TextBuffer> spare_texts_;    ///< storage of parts that have been consumed
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

void Block::reserve(std::size_t wanted) {
  if (wanted <= capacity) return;
  wanted = std::max(wanted, 2 * capacity);
  auto larger = std::make_unique_for_overwrite<char[]>(wanted);
  std::copy_n(bytes.get(), size, larger.get());
  bytes = std::move(larger);
  capacity = wanted;
}

bool BlockReader::next(Block& block) {
  block.first_line = line_;
  block.too_long = false;
  block.size = 0;
  block.reserve(std::max(block_bytes_, rest_.size()));
  block.size = rest_.copy(block.bytes.get(), rest_.size());
  rest_.clear();
  std::size_t newline = std::string_view::npos;
  for (std::size_t wanted = block_bytes_;; wanted += block_bytes_) {
    if (block.size < wanted && !source_.ended()) {
      block.reserve(wanted);
      block.size += source_.read(block.bytes.get() + block.size, wanted - block.size);
    }
    const bool whole = source_.ended() && block.size <= wanted;
    if (whole && block.size <= block_bytes_) break;
    newline = block.text().substr(0, wanted).rfind('\n');
    if (newline != std::string_view::npos || whole) break;
    if (block.size > kLongestLine) return skip_line(block);
  }
  if (newline != std::string_view::npos) {
    rest_ = block.text().substr(newline + 1);
    block.size = newline + 1;
  }
  line_ += count_newlines(block.text());
  return block.size > 0;
}

bool BlockReader::skip_line(Block& block) {
  std::string text(block.text());
  std::size_t newline = std::string::npos;
  while ((newline = text.find('\n')) == std::string::npos && !source_.ended()) {
    text.clear();
    source_.read(text, block_bytes_);
  }
  if (newline != std::string::npos) rest_.assign(text, newline + 1);
  ++line_;
  block.size = 0;
  block.too_long = true;
  return true;
}

void stream_lines(Source& source, std::string begun, const Work& work, std::uint64_t first_number,
                  const Consume& consume) {
  BlockReader reader(source, std::move(begun), work.adds_up ? kSummedBlock : kAnsweredBlock);
  Block block;
  bool more = reader.next(block);
  std::optional<Crew> crew;
  if (work.threads > 1 && !source.ended()) crew.emplace(source.name(), first_number, work);
  if (!crew || !crew->works()) {
    Worker worker(work);
    TextBuffer text;
    for (; more; more = reader.next(block)) {
      Part part;
      part.text.swap(text);
      work_on(block, source.name(), first_number, worker, part);
      consume(part);
      part.text.swap(text);
      text.truncate(0);
    }
    return;
  }
  log("lines are worked on by " + std::to_string(work.threads) + " threads");
  while (more || !crew->empty()) {
    while (more && !crew->full()) {
      crew->add(std::exchange(block, Block{}));
      more = reader.next(block);
    }
    const std::unique_ptr<Part> part = crew->oldest();
    consume(*part);
    crew->take_back(std::move(part->text));
  }
}

}  // namespace co2est::cli
