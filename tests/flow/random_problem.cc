#include "tests/flow/random_problem.h"

#include <algorithm>
#include <random>
#include <vector>

namespace pasok::flow {
namespace {

enum class Shape : std::uint8_t {
  kAnything,
  kFeasible,
  kEqualCosts,
  kAssignment,
  kNoCapacity,
  kParts,
  kNoBounds,
  kMarket,
  kDense
};
constexpr std::uint64_t kShapes = 9;

class Maker {
 public:
  Maker(Shape shape, std::uint64_t seed) : shape_(shape), random_(seed) {}

  Problem Make() {
    if (shape_ == Shape::kAssignment) return Assignment();
    if (shape_ == Shape::kMarket) return Market();
    const bool dense = shape_ == Shape::kDense;
    const std::int64_t nodes = dense ? Between(2, 6) : Chance(20) ? Between(13, 40) : Between(0, 12);
    for (std::int64_t v = 0; v < nodes; ++v) problem_.AddNode(0);
    const std::int64_t arcs = nodes == 0 ? 0 : dense ? Between(30, 60) * nodes : Between(0, 4 * nodes);
    for (std::int64_t a = 0; a < arcs; ++a) AddArc();
    if (nodes > 0) AddSupplies();
    return problem_;
  }

 private:
  void AddArc() {
    const std::int64_t nodes = problem_.nodes();
    const std::int64_t tail = Between(0, nodes - 1);
    std::int64_t head = Between(0, nodes - 1);
    if (shape_ == Shape::kParts && head % 2 != tail % 2) head = tail;  // odd and even nodes apart
    const std::int64_t lower = Chance(4) ? Between(-3, 3) : 0;
    const bool unlimited = Chance(shape_ == Shape::kNoBounds ? 2 : 12);
    const bool nothing = Chance(shape_ == Shape::kNoCapacity ? 2 : 10);
    const std::int64_t upper = unlimited ? kNoBound : lower + (nothing ? 0 : Between(0, 9));
    problem_.AddArc(static_cast<std::int32_t>(tail), static_cast<std::int32_t>(head), upper, Cost(), lower);
  }

  std::int64_t Cost() {
    if (shape_ == Shape::kEqualCosts) return 1;
    if (Chance(3)) return Between(0, 2);
    return Between(shape_ == Shape::kNoBounds ? -1 : -10, 20);
  }

  void AddSupplies() {
    if (shape_ == Shape::kAnything || shape_ == Shape::kNoCapacity) {
      std::int64_t total = 0;
      for (std::int64_t& supply : problem_.supply) total += supply = Chance(2) ? Between(-6, 6) : 0;
      if (!Chance(30)) problem_.supply.back() -= total;
      return;
    }
    // What some flow within the bounds would send, so that one exists.
    for (std::int32_t a = 0; a < problem_.arcs(); ++a) {
      const std::int64_t most = problem_.upper[a] == kNoBound ? 5 : problem_.upper[a];
      const std::int64_t sent = Between(problem_.lower[a], std::max(problem_.lower[a], most));
      problem_.supply[problem_.tail[a]] += sent;
      problem_.supply[problem_.head[a]] -= sent;
    }
  }

  // n givers, n takers, costs of which many are equal: every basis is degenerate.
  Problem Assignment() {
    const auto side = static_cast<std::int32_t>(Between(1, 8));
    const std::int64_t dearest = Between(0, 4);
    for (std::int32_t v = 0; v < 2 * side; ++v) problem_.AddNode(v < side ? 1 : -1);
    for (std::int32_t v = 0; v < side; ++v) {
      for (std::int32_t w = side; w < 2 * side; ++w) {
        if (!Chance(4)) problem_.AddArc(v, w, Chance(2) ? 1 : kNoBound, Between(0, dearest));
      }
    }
    return problem_;
  }

  // One source -> suppliers, by their total caps -> their offers -> requirements; and source -> requirement,
  // dear, for what goes unserved. The caps add up to the needs exactly, and few costs differ: ties
  // everywhere.
  Problem Market() {
    const std::int32_t source = problem_.AddNode(0);
    std::vector<std::int32_t> requirements;
    for (std::int64_t k = Between(1, 5); k > 0; --k) {
      const std::int64_t need = Between(0, 6);
      requirements.push_back(problem_.AddNode(-need));
      problem_.AddArc(source, requirements.back(), kNoBound, 100);
      problem_.supply[source] += need;
    }
    std::int64_t uncapped = problem_.supply[source];
    for (std::int64_t k = Between(1, 5); k > 0; --k) {
      const std::int64_t cap = k == 1 ? uncapped : Between(0, uncapped);
      uncapped -= cap;
      const std::int32_t supplier = problem_.AddNode(0);
      problem_.AddArc(source, supplier, cap, 0);
      for (std::int64_t offers = Between(1, 3); offers > 0; --offers) {
        const std::int32_t offer = problem_.AddNode(0);
        problem_.AddArc(supplier, offer, Chance(2) ? cap : Between(0, 6), Between(0, 2));
        for (const std::int32_t requirement : requirements) {
          if (!Chance(3))
            problem_.AddArc(offer, requirement, Chance(2) ? kNoBound : Between(0, 4), Between(0, 2));
        }
      }
    }
    return problem_;
  }

  // Not std::uniform_int_distribution, whose numbers differ between libraries.
  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool Chance(std::int64_t one_in) { return Between(1, one_in) == 1; }

  Shape shape_;
  std::mt19937_64 random_;
  Problem problem_;
};

}  // namespace

Problem RandomProblem(std::uint64_t seed) { return Maker(static_cast<Shape>(seed % kShapes), seed).Make(); }

}  // namespace pasok::flow
