#include "indexer/work_pool.h"

#include <algorithm>
#include <utility>

namespace sillok {

WorkPool::WorkPool(unsigned threads, std::size_t max_bytes) : max_bytes_(max_bytes) {
  for (unsigned i = 0; i < std::max(1u, threads); ++i) {
    threads_.emplace_back([this] { work_on_tasks(); });
  }
}

WorkPool::~WorkPool() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  has_work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkPool::submit(std::size_t bytes, Work work) {
  std::unique_lock lock(mutex_);
  has_room_.wait(lock, [&] { return failure_ || held_bytes_ <= max_bytes_; });
  if (failure_) std::rethrow_exception(failure_);
  held_bytes_ += bytes;
  ++unfinished_;
  queued_.emplace_back([this, number = submitted_++, bytes, work = std::move(work)] {
    do_work(number, bytes, work);
  });
  lock.unlock();
  has_work_.notify_one();
}

void WorkPool::run(std::size_t bytes, Task task) {
  {
    const std::lock_guard lock(mutex_);
    held_bytes_ += bytes;
    ++unfinished_;
    urgent_.emplace_back([this, bytes, task = std::move(task)] {
      task();
      const std::lock_guard done(mutex_);
      held_bytes_ -= bytes;
      --unfinished_;
    });
  }
  has_work_.notify_one();
}

void WorkPool::wait() {
  std::unique_lock lock(mutex_);
  has_room_.wait(lock, [&] { return failure_ || unfinished_ == 0; });
  if (failure_) std::rethrow_exception(failure_);
}

bool WorkPool::take(Task& task) {
  std::unique_lock lock(mutex_);
  has_work_.wait(lock, [&] { return is_ending_ || !urgent_.empty() || !queued_.empty(); });
  if (is_ending_) return false;
  std::deque<Task>& queue = urgent_.empty() ? queued_ : urgent_;
  task = std::move(queue.front());
  queue.pop_front();
  return true;
}

void WorkPool::work_on_tasks() {
  for (Task task; take(task); task = nullptr) {
    run_guarded(task);
    has_room_.notify_all();
  }
}

// After a failure nothing more is begun: whoever waits throws, and the pool ends.
void WorkPool::run_guarded(const Task& task) {
  try {
    task();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    queued_.clear();
    urgent_.clear();
  }
}

void WorkPool::do_work(std::uint64_t number, std::size_t bytes, const Work& work) {
  Task result = work();
  {
    const std::lock_guard lock(mutex_);
    results_.emplace(number, Result{bytes, std::move(result)});
    if (is_handing_over_) return;
    is_handing_over_ = true;
  }
  hand_over_results();
}

void WorkPool::hand_over_results() {
  std::unique_lock lock(mutex_);
  for (auto next = results_.begin(); next != results_.end() && next->first == handed_over_;
       next = results_.begin()) {
    const Result result = std::move(next->second);
    results_.erase(next);
    lock.unlock();
    result.task();
    lock.lock();
    ++handed_over_;
    held_bytes_ -= result.bytes;
    --unfinished_;
    has_room_.notify_all();
  }
  is_handing_over_ = false;
}

}  // namespace sillok
