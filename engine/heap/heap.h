// The heap of a process that solves: what one solve frees is there for the next.
//
// A solve of a province takes and frees some hundred megabytes. From a heap that hands them back to the
// system every solve pays for each page again, which for a solve from a known basis is more than its work. So
// a program that links this room gets jemalloc, set to keep what is freed, in one arena for all threads, and
// on huge pages where the system lets a process ask for them (heap.cc); MALLOC_CONF in the environment
// overrides it. Under sanitizers the heap is theirs.
#pragma once

namespace pasok {

// Gives free memory back to the system: for when nothing more is to be solved for a while, and before memory
// is measured. Thread-safe. O(free pages).
void GiveBackFreeMemory();

}  // namespace pasok
