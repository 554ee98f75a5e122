#include "engine/match/exact/exact.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/flow/parallel.h"
#include "engine/match/exact/answer.h"
#include "engine/match/exact/apart.h"
#include "engine/match/exact/coarse_start.h"
#include "engine/match/exact/components.h"
#include "engine/match/exact/dual_bound.h"
#include "engine/match/exact/join.h"
#include "engine/match/exact/joined.h"
#include "engine/match/exact/near_start.h"
#include "engine/match/exact/penalties.h"
#include "engine/match/exact/shares.h"
#include "engine/match/exact/warm.h"

namespace pasok::match {
namespace exact {
namespace {

constexpr std::int64_t kSoftMarginSenPerKg = 20'000;
constexpr std::int64_t kPivotsBetweenLooks = 50'000;  // at the gap, and for the progress
// So many pivots from a base take about as long as a solve from nothing. Measured on a province: these take
// nearly twice as long as those of commodities apart, and a solve from nothing has two a node.
std::int64_t PivotsLikeColdSolve(const Tree& tree) { return 10'000 + std::int64_t{5} * tree.root() / 4; }

// Where the stages begin on the way from 0 to 1.
constexpr double kStart = 0.2, kApart = 0.3, kTogether = 0.7, kCertify = 0.95;

std::optional<std::int64_t> SoftMargin(const Instance& instance, const Ideas& ideas) {
  if (!ideas.soft_penalty) return std::nullopt;
  return PerQuantum(instance, kSoftMarginSenPerKg);
}

bool SpansProvinces(const Instance& instance, const LaneCosts& costs) {
  std::set<std::int32_t> provinces;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r)
    provinces.insert(costs.RequirementSite(static_cast<std::int32_t>(r)).enclosing[0]);
  return provinces.size() > 1;
}

// One solve. The steps stand in the order of Run.
class Solver {
 public:
  Solver(const Instance& instance, const LaneRule& lanes, const MatchOptions& options, const Ideas& ideas,
         const StopToken& stop, const ProgressSink& progress)
      : instance_(instance),
        lanes_(lanes),
        options_(options),
        stop_(stop),
        progress_(progress),
        network_(Gather(instance, ideas.gathering, ThreadsFor(options.threads))),
        costs_(instance, lanes),
        components_(FindComponents(instance, network_)),
        work_{.instance = instance,
              .costs = costs_,
              .stop = stop,
              .threads = ThreadsFor(options.threads),
              .ideas = ideas},
        soft_margin_(SoftMargin(instance, ideas)),
        reach_(ideas.provinces && SpansProvinces(instance, costs_) ? Reach::kProvince : Reach::kAll),
        best_{.requirement_price = std::vector<std::int64_t>(instance.requirements.size()),
              .offer_price = std::vector<std::int64_t>(instance.offers.size()),
              .supplier_price = std::vector<std::int64_t>(instance.suppliers.size()),
              .aggregator_price = std::vector<std::int64_t>(instance.aggregators.size())},
        sent_(instance.transfers.size()),
        given_(network_.capped.size()) {
    // Whoever can't wait searches nothing.
    if (!stop.Asked()) network_.cover = CoverGroups(network_, costs_, ideas.cover, work_.threads);
  }

  // nullopt: asked to stop before anything was found that could be delivered.
  std::optional<Matching> Run() {
    std::optional<Matching> matching = Plan();
    if (matching->stopped && matching->flows.empty()) return std::nullopt;
    return matching;
  }

  // What Run leaves for a later solve, if that was asked for.
  std::shared_ptr<const Kept> TakeKept() { return std::move(kept_); }

 private:
  Matching Plan() {
    Tell("lanes", 0);
    PriceAtPenalties();
    if (!stop_.Asked()) {
      if (std::optional<Basis> basis = StartWarm()) return Answer(*std::move(basis), true);
    }
    if (work_.ideas.levels && !stop_.Asked()) StartFromLevels();
    Basis basis(instance_, network_);
    Start(basis);
    const bool apart = work_.ideas.apart;
    if (apart && !Done(basis, kApart)) Apart(basis);
    const bool together = !Done(basis, kTogether) && (!network_.suppliers.empty() || !apart);
    if (together) Together(basis);
    return Answer(std::move(basis), together);
  }

  void PriceAtPenalties() {
    price_.clear();
    for (const RequirementRow& row : instance_.requirements) price_.push_back(row.penalty);
  }

  // The basis carried over from the base and mended over the lanes held, with soft penalties at first.
  // nullopt: there is no base, or a start from nothing is quicker.
  std::optional<Basis> StartWarm() {
    if (!options_.base) return std::nullopt;
    std::optional<Basis> basis(std::in_place, instance_, network_);
    if (CarryOver(work_, network_, *options_.base, *basis, ceilings_)) {
      most_pivots_ = work_.ideas.base_pivots.value_or(PivotsLikeColdSolve(basis->tree));
      MendCarried(*basis);
      const bool is_worth = pivots_ < std::exchange(most_pivots_, kUnbounded) || searched_ || stop_.Asked();
      if (is_worth) return basis;
    }
    PriceAtPenalties();
    ceilings_ = Ceilings(instance_, network_);
    return std::nullopt;
  }

  // To the end, if `most_pivots_` last so long.
  void MendCarried(Basis& basis) {
    Tell("solve", kTogether);
    Joined joined(work_, network_, components_, Pricing::kByTouch, basis);
    pivots_ += joined.Mend(most_pivots_);
    Search(joined, basis, /*to_the_end=*/false);
    for (const std::int64_t margin : kMarginsSenPerKg) RaiseAndSearch(margin, joined, basis);
    RaiseAndSearch(std::nullopt, joined, basis);
  }

  // With penalties so far above the prices of now; nullopt: with the instance's own, and to the end.
  void RaiseAndSearch(std::optional<std::int64_t> margin, Joined& joined, Basis& basis) {
    const std::span<const std::int64_t> price(basis.tree.RequirementPotentials(), basis.penalty.size());
    const std::vector<std::int64_t> before(price.begin(), price.end());
    if (RaisePenalties(instance_, margin, basis)) {
      std::vector<std::int32_t> moved;
      for (std::int32_t r = 0; r < std::ssize(price); ++r) {
        if (price[r] != before[r]) moved.push_back(r);
      }
      joined.PricesMoved(moved);
    }
    Search(joined, basis, /*to_the_end=*/!margin);
  }

  // Prices of the requirements, what goes over transfers and what capped offers give.
  void StartFromLevels() {
    CoarseStart coarse = StartFromCoarse(work_, lanes_, network_, reach_, soft_margin_,
                                         [&](double fraction) { Tell("lanes", kStart * fraction); });
    price_ = std::move(coarse.price), sent_ = std::move(coarse.sent), given_ = std::move(coarse.given);
    pivots_ += coarse.pivots;
  }

  // The first plan, and the first bound. Where the stop token asks before, a plan that is soon made, of which
  // nothing is proven.
  void Start(Basis& basis) {
    Tell("solve", kStart);
    if (stop_.Asked()) return StartNear(basis);
    Shortlists shortlists = ShortlistAll(work_, network_, reach_, price_);
    if (stop_.Asked()) return StartNear(basis);
    if (reach_ == Reach::kAll) Improve(BoundByValues(instance_, network_, price_, shortlists.value));
    basis.capped_capacity =
        work_.ideas.shares ? ShareOut(network_, shortlists.value, given_) : ShareEvenly(network_);
    basis.transfer_flow = FirstTransfers(instance_, network_, sent_);
    StartApart(work_, network_, std::move(shortlists), work_.ideas.apart ? soft_margin_ : std::nullopt,
               price_, basis);
  }

  void StartNear(Basis& basis) {
    basis.capped_capacity = ShareEvenly(network_);
    basis.transfer_flow = FirstTransfers(instance_, network_, sent_);
    const std::vector<std::int64_t> wanted = WantedOverLanes(instance_, network_, basis);
    Shortlists shortlists = ShortlistNear(work_, network_, wanted, basis.capped_capacity);
    StartApart(work_, network_, std::move(shortlists), std::nullopt, price_, basis);
  }

  void Apart(Basis& basis) {
    ApartRun run = SolveApart(work_, network_, reach_, soft_margin_.has_value(), basis, price_);
    pivots_ += run.pivots;
    if (run.optimal) Improve(BoundByValues(instance_, network_, price_, run.ceilings.value));
    ceilings_ = std::move(run.ceilings);
  }

  // All commodities that anything couples together, over all lanes.
  void Together(Basis& basis) {
    JoinCommodities(network_, basis);
    Joined joined(work_, network_, components_, Pricing::kInTurns, basis);
    Search(joined, basis, /*to_the_end=*/true);
  }

  // Not to the end: what the methods overlook stays for a later search.
  void Search(Joined& joined, const Basis& basis, bool to_the_end) {
    if (to_the_end) joined.Unsettle();
    while (!joined.settled() && pivots_ < most_pivots_ && !Done(basis, kTogether)) {
      pivots_ += joined.Turn(kPivotsBetweenLooks, to_the_end, price_, ceilings_);
      if (!joined.optimal() && options_.gap > 0 && !stop_.Asked()) {
        for (const CommoditySpan& span : instance_.commodities) ReadPrices(basis.tree, span, price_);
        if (std::optional<DualBound> found = BoundOverLanes(work_, network_, price_))
          Improve(*std::move(found));
      }
    }
    searched_ = joined.settled() && !stop_.Asked();
  }

  // Keeps the tightest bound, with its prices.
  void Improve(DualBound dual) {
    if (dual.bound > best_.bound) best_ = std::move(dual);
  }

  // Whether to stop here: asked to, or good enough. Tells how things stand.
  bool Done(const Basis& basis, double fraction) {
    if (stop_.Asked()) return true;
    if (!progress_ && options_.gap == 0) return false;
    const Int128 objective = ObjectiveOf(instance_, network_, basis);
    fraction_ = std::max(fraction_, fraction);
    if (progress_) {
      progress_({.stage = "solve",
                 .fraction = fraction_,
                 .incumbent = static_cast<std::int64_t>(objective),
                 .bound = best_.bound});
    }
    if (options_.gap == 0) return false;
    const double gap = static_cast<double>(objective - best_.bound);
    return gap <= options_.gap * static_cast<double>(MoneyOf(ReadMatching(instance_, network_, basis)));
  }

  // What the flows cost in money, without preference and penalties.
  Int128 MoneyOf(const Matching& matching) const {
    Int128 money = 0;
    for (const LaneFlow& flow : matching.flows)
      money += Int128{lanes_.Cost(flow.offer, flow.requirement).money} * flow.quanta;
    return money;
  }

  Matching Answer(Basis basis, bool joined) {
    Tell("certify", kCertify);
    Matching matching;
    std::optional<DualBound> found;
    AtOnce(
        work_.threads, [&] { found = FinalBound(); },
        [&] { matching = ReadMatching(instance_, network_, basis); });
    if (found) Improve(*std::move(found));
    matching.engine = "network_simplex_on_searched_lanes";
    matching.requirement_price = std::move(best_.requirement_price);
    matching.offer_price = std::move(best_.offer_price);
    matching.supplier_price = std::move(best_.supplier_price);
    matching.aggregator_price = std::move(best_.aggregator_price);
    matching.bound = best_.bound;
    matching.iterations = pivots_;
    // Without either, a gap is an error of ours, which nobody is to take for a plan that was stopped.
    const bool may_be_half = stop_.Asked() || options_.gap > 0;
    matching.stopped = may_be_half && matching.bound < matching.objective;
    const bool can_search = !network_.cover.root.empty();  // as whoever starts from this will
    if (options_.keep && can_search) {
      if (!joined) JoinCommodities(network_, basis);
      kept_ = Keep(work_, std::move(network_), std::move(basis), std::move(ceilings_), matching);
    }
    return matching;
  }

  // nullopt: asked to stop.
  std::optional<DualBound> FinalBound() const {
    if (stop_.Asked()) return std::nullopt;
    return searched_ ? BoundBySearch(work_, network_, price_, ceilings_.value)
                     : BoundOverLanes(work_, network_, price_);
  }

  void Tell(std::string_view stage, double fraction) {
    fraction_ = std::max(fraction_, fraction);
    if (progress_) progress_({.stage = stage, .fraction = fraction_, .incumbent = {}, .bound = {}});
  }

  const Instance& instance_;
  const LaneRule& lanes_;
  const MatchOptions& options_;
  const StopToken& stop_;
  const ProgressSink& progress_;
  Network network_;
  const LaneCosts costs_;
  const Components components_;
  const Work work_;
  const std::optional<std::int64_t> soft_margin_;  // sen per quantum; nullopt: no soft penalty
  const Reach reach_;                              // of the first search
  std::vector<std::int64_t> price_;                // of the requirements, as the basis at hand has them
  DualBound best_;                                 // prices of 0 bound any plan by 0
  std::vector<std::int64_t> sent_;                 // over each transfer, as the last level had it
  std::vector<std::int64_t> given_;                // by each capped offer, likewise
  std::int64_t pivots_ = 0;
  std::int64_t most_pivots_ = kUnbounded;  // of the start from a base
  double fraction_ = 0;
  Ceilings ceilings_{instance_, network_};
  bool searched_ = false;  // no lane is missing: the ceilings hold at price_, and are tight
  std::shared_ptr<const Kept> kept_;
};

}  // namespace

MatchResult Solve(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const Ideas& ideas, const StopToken& stop, const ProgressSink& progress) {
  const std::string too_early = "stopped before there was a first plan";
  if (stop.Asked()) return {.matching = std::nullopt, .refusal = too_early};
  Solver solver(instance, lanes, options, ideas, stop, progress);
  std::optional<Matching> matching = solver.Run();
  if (!matching) return {.matching = std::nullopt, .refusal = too_early};
  return {.matching = std::move(matching), .refusal = "", .kept = solver.TakeKept()};
}

}  // namespace exact

MatchResult MatchExactly(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress) {
  return exact::Solve(instance, lanes, options, {}, stop, progress);
}

}  // namespace pasok::match
