#include "indexer/glass_memory.h"

#include <sys/mman.h>

#include <new>

namespace sillok::glass {

void* allocate_large(std::size_t bytes) {
  constexpr std::size_t kLargePage = std::size_t{2} << 20;
  if (bytes < kLargePage) {
    if (void* memory = std::malloc(bytes)) return memory;
    throw std::bad_alloc();
  }
  bytes = (bytes + kLargePage - 1) & ~(kLargePage - 1);
  void* memory = std::aligned_alloc(kLargePage, bytes);
  if (memory == nullptr) throw std::bad_alloc();
  ::madvise(memory, bytes, MADV_HUGEPAGE);  // an advice: without it all works, slower
  return memory;
}

}  // namespace sillok::glass
