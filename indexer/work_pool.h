// Threads for work that may be done in any order and whose results are wanted in the order in which
// it was submitted, with a bound on the memory of what is under way.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace sillok {

class WorkPool {
 public:
  using Task = std::function<void()>;
  // Runs on any thread and returns what is to be done with its result, in order.
  using Work = std::function<Task()>;

  WorkPool(unsigned threads, std::size_t max_bytes);
  // Ends the threads; what has not begun is dropped.
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // Queues `work`, which holds `bytes` of memory until its result is done with. Waits while more
  // than max_bytes are held. Throws what any work or task before threw.
  void submit(std::size_t bytes, Work work);

  // Queues a task ahead of all work not yet begun; never waits. Meant for what results lead to.
  void run(std::size_t bytes, Task task);

  // Waits until nothing is left to do. Throws what any work or task threw.
  void wait();

 private:
  void work_on_tasks();
  bool take(Task& task);
  void run_guarded(const Task& task);
  void do_work(std::uint64_t number, std::size_t bytes, const Work& work);
  void hand_over_results();

  const std::size_t max_bytes_;
  std::mutex mutex_;
  std::condition_variable has_work_;  // for the threads
  std::condition_variable has_room_;  // for submit() and wait()
  std::deque<Task> urgent_;
  std::deque<Task> queued_;
  struct Result {
    std::size_t bytes = 0;
    Task task;
  };
  std::map<std::uint64_t, Result> results_;  // that wait for an earlier one
  std::uint64_t submitted_ = 0;
  std::uint64_t handed_over_ = 0;
  bool is_handing_over_ = false;
  std::size_t held_bytes_ = 0;
  std::size_t unfinished_ = 0;  // work and tasks that are not done with
  bool is_ending_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace sillok
