// The items of a block that gain, best first.
//
// What an item gains changes with every pivot. Only the one that was best when it was last looked at is
// looked at again before it enters, and it gives way where another then gains more: so a pivot looks at one
// or two items, not at the block.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/match/exact/choice.h"

namespace pasok::match::exact {

class Candidates {
 public:
  void Clear() { heap_.clear(); }
  // Those that gain nothing are none.
  void Add(std::int32_t item, const Choice& choice) {
    if (choice.gain > 0) heap_.push_back({.item = item, .choice = choice});
  }
  void Close() { std::ranges::make_heap(heap_, {}, GainOf); }  // after the last Add

  // The best arc to enter, of no gain where none of them gains any more; `look(item)` finds an item's best
  // now. The item stays a candidate.
  template <class Look>
  Choice Best(const Look& look) {
    while (!heap_.empty()) {
      std::ranges::pop_heap(heap_, {}, GainOf);
      Candidate& best = heap_.back();
      best.choice = look(best.item);
      const Choice choice = best.choice;
      if (choice.gain <= 0) {
        heap_.pop_back();
        continue;
      }
      const std::int64_t next = heap_.size() > 1 ? GainOf(heap_.front()) : 0;
      std::ranges::push_heap(heap_, {}, GainOf);
      if (choice.gain >= next) return choice;
    }
    return {};
  }

 private:
  struct Candidate {
    std::int32_t item = kNone;
    Choice choice;
  };
  static std::int64_t GainOf(const Candidate& candidate) { return candidate.choice.gain; }

  std::vector<Candidate> heap_;
};

}  // namespace pasok::match::exact
