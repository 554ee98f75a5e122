#include "engine/match/exact/coarse_start.h"

#include <iterator>
#include <utility>

#include "engine/match/exact/answer.h"
#include "engine/match/exact/apart.h"
#include "engine/match/exact/components.h"
#include "engine/match/exact/join.h"
#include "engine/match/exact/joined.h"
#include "engine/match/exact/levels.h"
#include "engine/match/exact/shares.h"

namespace pasok::match::exact {
namespace {

// From coarse to fine. Whole kabupaten first only for the nation: a province has too few to learn from. Whole
// kecamatan twice, since the first time the totals of suppliers were shared out before any price was known.
struct Level {
  int region_level;          // of the gathered offers: 1 kabupaten, 2 kecamatan, 3 desa
  int bins;                  // of their prices
  std::size_t requirements;  // at least so many, or the level isn't worth it
  bool for_shares = false;   // only where suppliers' totals are shared out
  bool last = false;         // kitchens are gathered by the same regions in all others
};
constexpr Level kLevels[] = {{.region_level = 1, .bins = 10, .requirements = 50'000},
                             {.region_level = 2, .bins = 10, .requirements = 0},
                             {.region_level = 2, .bins = 10, .requirements = 0, .for_shares = true},
                             {.region_level = 3, .bins = 6, .requirements = 0, .last = true}};
// Measured: where one requirement in twelve is short, keeping the totals saves a third of the solve; where
// one in fifty is, it costs as much as it saves.
constexpr std::size_t kOneInIsMany = 14;
// With the totals kept, pivots move much, and kitchens of one desa are gathered where that leaves two thirds
// of them at most; an item stands for many arcs, so blocks are short.
constexpr double kGathersTo = 2.0 / 3;
constexpr std::size_t kCoarseBlock = kShortBlock;
// Its last few missing lanes cost many looks, and the exact network finds them soon enough.
constexpr std::int64_t kGroupsAnAddedOne = 100;

class CoarseSolver {
 public:
  CoarseSolver(const Work& work, const LaneRule& lanes, const Network& network, Reach reach,
               std::optional<std::int64_t> soft_margin)
      : work_(work), lanes_(lanes), network_(network), reach_(reach), soft_margin_(soft_margin) {
    for (const RequirementRow& row : work.instance.requirements) start_.price.push_back(row.penalty);
    start_.sent.resize(work.instance.transfers.size());
    start_.given = ShareEvenly(network);
  }

  CoarseStart Run(const std::function<void(double)>& tell) {
    for (const Level& level : kLevels) {
      if (start_.price.size() < level.requirements) continue;
      if (level.for_shares && network_.suppliers.empty()) continue;
      tell(static_cast<double>(&level - kLevels) / static_cast<double>(std::size(kLevels)));
      const bool keeps_totals = level.last && ManyAreShort();
      std::optional<CoarseKitchens> kitchens;
      if (!level.last || keeps_totals) kitchens = CoarsenKitchens(work_.instance, level.region_level);
      if (kitchens && (!level.last || AreFewEnough(*kitchens))) {
        SolveFor(*kitchens, level, keeps_totals);
      } else {
        Solve(work_, level, keeps_totals, start_.price, start_.sent);
      }
      if (work_.stop.Asked()) break;
      margin_ = soft_margin_;
    }
    return std::move(start_);
  }

 private:
  // As the level before has it, with suppliers' totals shared out.
  bool ManyAreShort() const {
    if (network_.suppliers.empty() || !work_.ideas.totals) return false;
    std::size_t are_short = 0;
    for (std::size_t r = 0; r < start_.price.size(); ++r)
      are_short += start_.price[r] >= work_.instance.requirements[r].penalty / 2 ? 1 : 0;
    return are_short * kOneInIsMany > start_.price.size();
  }

  bool AreFewEnough(const CoarseKitchens& kitchens) const {
    return static_cast<double>(kitchens.instance.requirements.size()) <=
           kGathersTo * static_cast<double>(start_.price.size());
  }

  void SolveFor(const CoarseKitchens& kitchens, const Level& level, bool keeps_totals) {
    const LaneCosts costs(kitchens.instance, lanes_);
    const Work work{.instance = kitchens.instance,
                    .costs = costs,
                    .stop = work_.stop,
                    .threads = work_.threads,
                    .ideas = work_.ideas};
    std::vector<std::int64_t> price(kitchens.instance.requirements.size());
    for (std::size_t r = 0; r < start_.price.size(); ++r) price[kitchens.coarse_of[r]] = start_.price[r];
    std::vector<std::int64_t> sent = GatherSent(kitchens, start_.sent);
    Solve(work, level, keeps_totals, price, sent);
    for (std::size_t r = 0; r < start_.price.size(); ++r) start_.price[r] = price[kitchens.coarse_of[r]];
    start_.sent = SpreadSent(kitchens, work_.instance, sent);
  }

  // Replaces the prices, what is sent, and what capped offers give by the level's.
  void Solve(const Work& work, const Level& level, bool keeps_totals, std::vector<std::int64_t>& price,
             std::vector<std::int64_t>& sent) {
    std::optional<std::span<const std::int64_t>> shared;
    if (!keeps_totals) shared = start_.given;
    CoarseNetwork coarse =
        Coarsen(network_, work.instance, level.region_level, level.bins, shared, work.threads);
    coarse.network.cover = CoverGroups(coarse.network, work.costs, work.ideas.cover, work.threads);
    Basis basis(work.instance, coarse.network);
    Shortlists shortlists = ShortlistAll(work, coarse.network, reach_, price);
    if (work.stop.Asked()) return;
    for (std::size_t i = 0; i < coarse.fine_capped.size(); ++i)
      basis.capped_capacity[i] = start_.given[coarse.fine_capped[i]];
    basis.transfer_flow = FirstTransfers(work.instance, coarse.network, sent);
    StartApart(work, coarse.network, std::move(shortlists), margin_, price, basis);
    start_.pivots += SolveApart(work, coarse.network, reach_, margin_.has_value(), basis, price).pivots;
    if (!coarse.network.suppliers.empty()) SolveTogether(work, coarse.network, basis, price);
    sent = Transferred(coarse.network, basis);
    if (keeps_totals) {
      const std::vector<std::int64_t> given = GivenByCapped(coarse.network, basis);
      for (std::size_t i = 0; i < given.size(); ++i) start_.given[coarse.fine_capped[i]] = given[i];
    } else if (!network_.suppliers.empty()) {
      MoveShares(coarse, ShortlistAll(work, coarse.network, Reach::kAll, price).value);
      if (level.last) LeaveAQuarter();
    }
  }

  void SolveTogether(const Work& work, const Network& coarse, Basis& basis,
                     std::vector<std::int64_t>& price) {
    const Components components = FindComponents(work.instance, coarse);
    JoinCommodities(coarse, basis);
    Joined joined(work, coarse, components, Pricing::kInTurns, basis, kCoarseBlock, kGroupsAnAddedOne);
    Ceilings ceilings(work.instance, coarse);
    while (!joined.settled() && !work.stop.Asked())
      start_.pivots += joined.Turn(kUnbounded, /*to_the_end=*/false, price, ceilings);
  }

  // Towards those that suppliers would choose where their coarse groups are worth so much.
  void MoveShares(const CoarseNetwork& coarse, std::span<const std::int64_t> coarse_value) {
    std::vector<std::int64_t> value;
    for (const std::int32_t group : coarse.coarse_of) value.push_back(coarse_value[group]);
    std::vector<std::int64_t> chosen = work_.ideas.shares ? ShareOut(network_, value) : ShareEvenly(network_);
    // The first ones were shared out blindly.
    start_.given = margin_ ? Halfway(start_.given, chosen) : std::move(chosen);
  }

  // To be shared out by the exact network's values: one more, smaller step.
  void LeaveAQuarter() {
    for (std::int64_t& quanta : start_.given) quanta -= quanta / 4;
  }

  const Work& work_;
  const LaneRule& lanes_;
  const Network& network_;
  const Reach reach_;
  const std::optional<std::int64_t> soft_margin_;
  std::optional<std::int64_t> margin_;  // the first level has no prices to be a little above
  CoarseStart start_;
};

}  // namespace

CoarseStart StartFromCoarse(const Work& work, const LaneRule& lanes, const Network& network, Reach reach,
                            std::optional<std::int64_t> soft_margin,
                            const std::function<void(double)>& tell) {
  return CoarseSolver(work, lanes, network, reach, soft_margin).Run(tell);
}

}  // namespace pasok::match::exact
