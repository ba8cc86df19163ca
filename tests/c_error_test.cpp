// What exceptions become on the way to C.
#include "common/c_error.h"

#include <gtest/gtest.h>
#include <sillok/error.h>

#include <functional>
#include <new>
#include <stdexcept>
#include <string>

namespace sillok {
namespace {

struct Case {
  std::function<void()> throws;
  sillok_status status;
  std::string text;
  std::string detail;
};

void fail_with(IndexProblem problem) {
  throw IndexError("index 뉴스.idx: problem", "a hint", problem);
}

TEST(CError, EachExceptionHasItsStatusTextAndDetail) {
  const std::string index = "index 뉴스.idx: problem";
  const Case cases[] = {
      {[] { fail_with(IndexProblem::missing); }, SILLOK_NOT_FOUND, index, "a hint"},
      {[] { fail_with(IndexProblem::locked); }, SILLOK_LOCKED, index, "a hint"},
      {[] { fail_with(IndexProblem::damaged); }, SILLOK_DAMAGED, index, "a hint"},
      {[] { fail_with(IndexProblem::other_version); }, SILLOK_WRONG_VERSION, index, "a hint"},
      {[] { fail_with(IndexProblem::modified); }, SILLOK_MODIFIED, index, "a hint"},
      {[] { fail_with(IndexProblem::unusable); }, SILLOK_UNUSABLE, index, "a hint"},
      {[] { throw InputError("글: bad"); }, SILLOK_NOT_FOUND, "글: bad", ""},
      {[] { throw UsageError("limit: bad"); }, SILLOK_BAD_ARGUMENT, "limit: bad", ""},
      {[] { throw QueryError("no end\n(금리\n^", "close it", "no end", 0); }, SILLOK_BAD_QUERY,
       "no end", "close it"},
      {[] { throw InterruptedError("stopped"); }, SILLOK_INTERRUPTED, "stopped", ""},
      {[] { throw std::bad_alloc(); }, SILLOK_NO_MEMORY, "out of memory", ""},
      {[] { throw std::logic_error("\xff"); }, SILLOK_INTERNAL, "\xEF\xBF\xBD",
       "please report this as a bug"},
      {[] { throw 17; }, SILLOK_INTERNAL, "unknown error", "please report this as a bug"},
  };
  for (const Case& c : cases) {
    sillok_error* error = nullptr;
    EXPECT_EQ(guarded_call(&error, SILLOK_NOT_FOUND, c.throws), c.status) << c.text;
    EXPECT_EQ(sillok_error_status(error), c.status);
    EXPECT_EQ(sillok_error_text(error), c.text);
    EXPECT_EQ(sillok_error_detail(error), c.detail);
    EXPECT_EQ(sillok_error_offset(error), c.status == SILLOK_BAD_QUERY ? 0 : SIZE_MAX);
    sillok_error_free(error);
    EXPECT_EQ(guarded_call(nullptr, SILLOK_NOT_FOUND, c.throws), c.status) << "no error wanted";
  }
}

TEST(CError, SuccessLeavesNoError) {
  sillok_error* error = reinterpret_cast<sillok_error*>(&error);
  EXPECT_EQ(guarded_call(&error, SILLOK_NOT_FOUND, [] {}), SILLOK_OK);
  EXPECT_EQ(error, nullptr);
}

}  // namespace
}  // namespace sillok
