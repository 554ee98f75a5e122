#include <algorithm>
#include <cmath>

#include "benchmarks/families/families.h"
#include "benchmarks/families/random.h"

namespace pasok::families {
namespace {

constexpr std::int64_t kMostCostAcross = 8;

// x runs along the rings, y across them.
class Maker {
 public:
  Maker(const GotoShape& shape, std::uint64_t seed) : shape_(shape), random_(seed) {
    across_ = static_cast<std::int32_t>(std::cbrt(shape.nodes) + 1e-9);
    along_ = shape.nodes / across_;
    // Chords reach as far across as the arcs allow, and the square of that along.
    while (Arcs((chord_across_ + 1) * (chord_across_ + 1), chord_across_ + 1) <= shape.arcs) ++chord_across_;
    chord_along_ = chord_across_ * chord_across_;
    while (chord_along_ + 1 < along_ && Arcs(chord_along_ + 1, chord_across_) <= shape.arcs) ++chord_along_;
    shrink_ = std::pow(static_cast<double>(kMostCapacity), 1.0 / (std::max(chord_along_, chord_across_) + 2));
  }

  flow::Problem Make() {
    const std::int32_t cells = along_ * across_;
    source_ = 0;
    sink_ = cells - 1;
    problem_.supply.resize(cells, 0);
    supply_ = static_cast<std::int64_t>(std::sqrt(kMostCapacity)) + 1;
    for (std::int32_t y = 0; y < across_; ++y) {
      for (std::int32_t x = 0; x < along_; ++x) AddChords(x, y);
    }
    AddRandomArcs();
    // The way back through all nodes, wide enough for everything.
    const std::int64_t dear = std::max<std::int64_t>(kMostCost / across_, 1);
    for (std::int32_t x = 0; x < along_; ++x) {
      for (std::int32_t y = 0; y + 1 < across_; ++y)
        problem_.AddArc(Cell(x, y), Cell(x, y + 1), supply_, dear);
      if (x + 1 < along_) problem_.AddArc(Cell(x, across_ - 1), Cell(x + 1, 0), supply_, dear);
    }
    problem_.supply[source_] = supply_;
    problem_.supply[sink_] = -supply_;
    return problem_;
  }

 private:
  std::int32_t Cell(std::int32_t x, std::int32_t y) const { return y * along_ + x; }

  std::int64_t Arcs(std::int64_t chord_along, std::int64_t chord_across) const {
    const std::int64_t cells = std::int64_t{along_} * across_;
    return cells * (chord_along + chord_across) + across_ * chord_along * (chord_along + 1) / 2 + cells;
  }

  // Longer chords along a ring are narrower. What would close a ring ends at the sink and begins again at the
  // source.
  void AddChords(std::int32_t x, std::int32_t y) {
    for (std::int32_t i = 1; i <= chord_along_; ++i) {
      const std::int32_t to = Cell((x + i) % along_, y);
      const std::int64_t capacity = NarrowCapacity(i);
      const std::int64_t cost = random_.Between(0, kMostCost - 1);
      const bool closes = x + i >= along_;
      if (!closes) {
        problem_.AddArc(Cell(x, y), to, capacity, cost);
        if (to == sink_) supply_ += capacity;
        continue;
      }
      if (Cell(x, y) != sink_) {
        problem_.AddArc(Cell(x, y), sink_, capacity, cost);
        supply_ += capacity;
      }
      if (to != source_) problem_.AddArc(source_, to, capacity, cost);
    }
    for (std::int32_t i = 1; i <= chord_across_; ++i) {
      problem_.AddArc(Cell(x, y), Cell(x, (y + i) % across_), random_.Capacity(),
                      random_.Between(0, kMostCostAcross - 1));
    }
  }

  void AddRandomArcs() {
    const std::int32_t cells = along_ * across_;
    while (problem_.arcs() + cells - 1 < shape_.arcs) {
      const std::int32_t from = random_.Below(cells);
      const std::int32_t to = random_.Below(cells);
      if (from == to) continue;
      problem_.AddArc(from, to, NarrowCapacity(chord_along_), random_.Between(0, kMostCostAcross - 1));
    }
  }

  std::int64_t NarrowCapacity(std::int32_t reach) {
    const double capacity = static_cast<double>(random_.Capacity());
    return static_cast<std::int64_t>(std::ceil(capacity / std::pow(shrink_, reach - 1)));
  }

  GotoShape shape_;
  Random random_;
  flow::Problem problem_;
  std::int32_t along_ = 0, across_ = 0;
  std::int32_t chord_along_ = 1, chord_across_ = 1;
  double shrink_ = 1;
  std::int32_t source_ = 0, sink_ = 0;
  std::int64_t supply_ = 0;
};

}  // namespace

flow::Problem Goto(const GotoShape& shape, std::uint64_t seed) { return Maker(shape, seed).Make(); }

}  // namespace pasok::families
