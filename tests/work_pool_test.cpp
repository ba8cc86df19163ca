#include "indexer/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace sillok {
namespace {

TEST(WorkPool, ResultsComeInTheOrderOfSubmission) {
  for (const unsigned threads : {1u, 2u, 8u}) {
    WorkPool pool(threads, 1000);
    std::vector<int> results;
    for (int i = 0; i < 500; ++i) {
      pool.submit(10, [i, &results] {
        // Unequal work, so that later ones are ready earlier.
        std::uint64_t spin = 0;
        for (int n = 0; n < (i % 7) * 1000; ++n) spin += static_cast<std::uint64_t>(n);
        return WorkPool::Task([i, spin, &results] { results.push_back(spin == 1 ? -1 : i); });
      });
    }
    pool.wait();
    ASSERT_EQ(results.size(), 500u);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(results[static_cast<std::size_t>(i)], i);
  }
}

TEST(WorkPool, WhatIsUnderWayIsBounded) {
  WorkPool pool(4, 100);
  std::atomic<int> held = 0;
  std::atomic<int> most = 0;
  for (int i = 0; i < 200; ++i) {
    pool.submit(50, [&] {
      most = std::max(most.load(), ++held);
      return WorkPool::Task([&] { --held; });
    });
  }
  pool.wait();
  EXPECT_LE(most.load(), 3);  // two hold the bound, one more may begin before it is exceeded
}

TEST(WorkPool, TasksThatResultsLeadToAreDoneBeforeWaitReturns) {
  WorkPool pool(3, 100);
  std::atomic<int> done = 0;
  for (int i = 0; i < 50; ++i) {
    pool.submit(10, [&] { return WorkPool::Task([&] { pool.run(10, [&] { ++done; }); }); });
  }
  pool.wait();
  EXPECT_EQ(done.load(), 50);
}

TEST(WorkPool, AFailureEndsTheWaitingAndIsThrownThere) {
  for (const bool in_result : {false, true}) {
    WorkPool pool(2, 100);
    const auto fail_sometimes = [&] {
      for (int i = 0; i < 1000; ++i) {
        pool.submit(60, [i, in_result]() -> WorkPool::Task {
          if (i == 20 && !in_result) throw std::runtime_error("disk full");
          return [i, in_result] {
            if (i == 20 && in_result) throw std::runtime_error("disk full");
          };
        });
      }
      pool.wait();
    };
    EXPECT_THROW(fail_sometimes(), std::runtime_error);
  }
}

}  // namespace
}  // namespace sillok
