// Limits that no single round of steering keeps: mixtures of its plans.
//
// Where many parts of a limit are above it and compete for the same cheap food, the plan that exceeds the
// limits least lies between corners: a quantum must go to one kitchen up to its budget, and to the next
// beyond. With the excess e_p of each part p (in sen), what a plan lacks is convex in its flows:
//
//   F(x) = cost(x) + L * sum over p of max(0, e_p(x))
//
// and the mean of two plans is a plan but for fractions of quanta. So F is lowered by Frank and Wolfe's
// method (1956), with all plans so far to go towards or away from (Holloway, Math. Programming 6, 1974): at
// the present mixture a part's money counts
//
//   lambda_p = L * min(1, max(0, e_p / mu_p))
//
// more (mu_p a small part of how far e_p differs from plan to plan), which is what F's slope is once its
// edges are rounded; the market is solved at these costs and the plan joins the others; then their weights
// are found anew by going back and forth along each, for each separate part of the market (separate.h) by
// itself. Penalties count 1 + L times as well, and a plan that is shorter than the start in a part of the
// market isn't mixed there. At last every lane is held between the whole quanta next to what the mixture has
// on it, and the market solved a few times more, lambda a little up where the plan in whole quanta is above a
// limit and down where it isn't: some such plan exists, since all bounds of a network are whole. What
// rounding may add to a part's excess is a quantum on each lane of the mixture's that isn't whole; of
// budgets, exchanges between kitchens take most of that back (swap.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/beyond/limits.h"
#include "engine/match/beyond/separate.h"

namespace pasok::match::beyond {

class Blend {
 public:
  // `best`: whose plan is the first to be mixed. REQUIRES that all outlive it.
  Blend(const Instance& instance, const Market& market, std::span<const Limits> limits,
        const Separate& separate, const BestOfParts& best);

  // A plan to mix. O(lanes * rules).
  void Add(const MarketAnswer& answer);

  // Offers `best` what plans and mixtures are found, from an answer near the best on: at most 12 solves of
  // the market, fewer where few rounds do or the best keeps all limits already, and weighing, some hundred
  // times plans * parts of the limits each. Nothing where costs times L would leave the range of flow/.
  enum class Rounds : bool { kFew, kAll };
  void Improve(MarketAnswer last, Rounds rounds, const StopToken& stop, BestOfParts& best);

 private:
  struct Plan {
    std::vector<std::pair<std::size_t, std::int64_t>> quanta;  // lane: those that carry something
    std::vector<double> excess;                                // per part of the limits, in sen
    std::vector<double> cost;                                  // per part of the market
    std::vector<bool> serves;                                  // likewise: whether it may be mixed there
  };
  // A part of a limit.
  struct Part {
    double worth = 1;         // sen in one of its weight
    double differs = 1;       // the largest excess or room of any plan, in sen
    std::int32_t of = kNone;  // part of the market; kNone: no lane is listed
    double over = 0;          // lambda / L
    double rounded_by = 1;    // as `differs`, of plans in whole quanta
  };

  double OverOf(std::size_t part, double excess) const;
  void Weigh(const StopToken& stop);
  void GoAlong(std::int32_t of, std::size_t plan);
  void LearnFrom(const MarketAnswer& rounded, double step);
  std::vector<std::int64_t> Units(double most_price) const;
  std::optional<MarketAnswer> Rounded(std::span<const std::int64_t> units, const MarketAnswer& near,
                                      const StopToken& stop) const;

  const Instance& instance_;
  const Market& market_;
  const std::span<const Limits> limits_;
  const Separate& separate_;
  const BestOfParts& best_;
  double price_ = 0;                                // L
  std::vector<std::int64_t> penalty_;               // per requirement, 1 + L times
  std::vector<Part> parts_;                         // of all limits, one after the other
  std::vector<std::vector<std::size_t>> parts_of_;  // per part of the market
  std::vector<Plan> plans_;
  std::vector<std::vector<double>> weight_;  // per part of the market, per plan
  std::vector<double> excess_, cost_;        // of the mixture
  std::vector<std::size_t> passed_;          // GoAlong's own: parts that may pass a limit
};

}  // namespace pasok::match::beyond
