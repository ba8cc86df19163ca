// Memory that is touched at random, on large pages where the system has them. Used by the glass_*
// files alone.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace sillok::glass {

struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }
};
template <typename T>
using LargeArray = std::unique_ptr<T[], FreeMemory>;

void* allocate_large(std::size_t bytes);

// Not initialized; pages come into use as they are touched.
template <typename T>
LargeArray<T> make_large_array(std::size_t count) {
  return LargeArray<T>(static_cast<T*>(allocate_large(count * sizeof(T))));
}

}  // namespace sillok::glass
