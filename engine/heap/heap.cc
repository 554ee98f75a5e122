#include "engine/heap/heap.h"

#ifdef PASOK_JEMALLOC
#include <jemalloc/jemalloc.h>

#include <string>

// jemalloc reads it before main. By default an arena serves two threads or so, the largest pieces have one of
// their own, and each keeps for itself what it has free.
const char* malloc_conf = "dirty_decay_ms:-1,narenas:1,oversize_threshold:0,thp:always,metadata_thp:auto";

namespace pasok {

void GiveBackFreeMemory() {
  const std::string purge = "arena." + std::to_string(MALLCTL_ARENAS_ALL) + ".purge";
  mallctl(purge.c_str(), nullptr, nullptr, nullptr, 0);
}

}  // namespace pasok

#else
#include <malloc.h>

namespace pasok {

void GiveBackFreeMemory() { malloc_trim(0); }

}  // namespace pasok
#endif
