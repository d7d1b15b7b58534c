#include "meter/threaded_source.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "meter/clock.hpp"

namespace co2est::meter {
namespace {

/// Not steady_clock::time_point: the sanitizers see only waits that take a duration.
std::chrono::nanoseconds time_until(std::int64_t deadline_ns) {
  return std::chrono::nanoseconds(std::max<std::int64_t>(deadline_ns - monotonic_ns(), 0));
}

}  // namespace

ThreadedSource::ThreadedSource(const SourceKind& kind, const Machine& machine, InsideBits& inside,
                               std::uint32_t bit)
    : inside_(inside) {
  std::thread([this, &kind, machine, bit] { work(kind, machine, bit); }).detach();
}

void ThreadedSource::work(const SourceKind& kind, Machine machine, std::uint32_t bit) {
  inside_.fetch_or(bit);
  Opened opened = kind.open(machine);
  inside_.fetch_and(~bit);
  std::unique_lock lock(mutex_);
  opened_ = std::move(opened);
  is_open_ = true;
  changed_.notify_all();
  while (opened_.source != nullptr) {
    changed_.wait(lock, [this] { return asked_; });
    std::vector<Reading> readings(opened_.source->channels().size());
    lock.unlock();
    inside_.fetch_or(bit);
    opened_.source->read(readings);
    inside_.fetch_and(~bit);
    lock.lock();
    answer_ = std::move(readings);
    asked_ = false;
    changed_.notify_all();
  }
}

const Opened* ThreadedSource::opened(std::int64_t deadline_ns) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time_until(deadline_ns), [this] { return is_open_; });
  return is_open_ ? &opened_ : nullptr;
}

std::optional<std::vector<Reading>> ThreadedSource::read(std::int64_t deadline_ns) {
  std::unique_lock lock(mutex_);
  if (!asked_ && answer_) {  // an answer that came after its question was given up
    std::optional<std::vector<Reading>> late = std::move(answer_);
    answer_.reset();
    asked_ = true;
    changed_.notify_all();
    return late;
  }
  asked_ = true;
  changed_.notify_all();
  changed_.wait_for(lock, time_until(deadline_ns), [this] { return !asked_; });
  if (asked_) return std::nullopt;
  std::optional<std::vector<Reading>> answer = std::move(answer_);
  answer_.reset();
  return answer;
}

}  // namespace co2est::meter
