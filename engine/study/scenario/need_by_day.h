// A need that is the same on all days, and what it is on each once a scenario has multiplied it on some, and
// again on others. As match/question/menu.h has it: times each factor that holds on the day, in their order,
// each time rounded half up to grams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/register/dataset.h"

namespace pasok::study {

class NeedByDay {
 public:
  // On every day, and on the undated one.
  explicit NeedByDay(Grams before);

  // O(its pieces), at most two more with each factor.
  void Multiply(const MenuFactor& factor);

  // What Multiply would make of the days on which the factor holds.
  struct Outcome {
    bool differs = false;  // on any of them from what it is
    Grams most;            // on any of them; above kMost: kMost
  };
  Outcome Try(const MenuFactor& factor) const;

  Grams before() const { return before_; }
  Grams most() const;  // on any day

  // Where counting ends: by far more than any need may be (limits::kKg), and still within 64 bits times the
  // largest factor.
  static constexpr Grams kMost{10'000'000'000'000};

 private:
  // From that day until the next piece.
  struct Piece {
    Date from;
    Grams need;
  };
  // The index of the piece that begins on the day, parted from the one before it.
  std::size_t PieceFrom(Date day);

  Grams before_, undated_;
  std::vector<Piece> pieces_;  // by day, the first from before all days
};

}  // namespace pasok::study
