#include "engine/match/beyond/mend.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_map>

#include "engine/flow/parallel.h"
#include "engine/match/beyond/carry.h"
#include "engine/match/beyond/transfer_trees.h"
#include "engine/match/beyond/whole_need.h"

namespace pasok::match::beyond {
namespace {

constexpr std::int64_t kMostCarryCells = 4'000'000;   // of a tree
constexpr std::int64_t kExchangeCells = 150'000'000;  // of a day's exchanges tried in a pass

// A plan of whole deliveries, in which what is left of what lanes share is counted.
struct Mended {
  Mended(const Instance& instance, const Market& market, MarketAnswer from)
      : answer(std::move(from)),
        to_deliver(ToDeliver(instance, answer)),
        spare(SpareBeside(instance, market, answer.quanta)) {}

  MarketAnswer answer;
  std::vector<std::int64_t> to_deliver;  // per requirement
  Spare spare;
};

// What can be done to it, a few requirements at a time. Days share nothing but transfers, and so may be
// mended at the same time as long as these stay as they are.
class Mender {
 public:
  Mender(const Instance& instance, const Market& market, const WholeLanes& lanes, Mended& mended)
      : instance_(instance),
        market_(market),
        lanes_(lanes),
        answer_(mended.answer),
        to_deliver_(mended.to_deliver),
        spare_(mended.spare) {}

  void RefillAll(std::span<const std::int32_t> requirements, const StopToken& stop) {
    std::vector<std::int32_t> order(requirements.begin(), requirements.end());
    std::ranges::stable_sort(order, std::greater<>(),
                             [&](std::int32_t r) { return answer_.shortage[r] > 0; });
    for (const std::int32_t r : order) {
      if (stop.Asked()) return;
      const Int128 before = CostOf(r);
      const std::vector<std::int64_t> had = LetGo(r);
      Fill(r);
      if (CostOf(r) > before) Restore(r, had);
    }
  }

  // What the transfers of a tree carry and what its requirements get are decided together; where one of these
  // is short, also with others that use the sellers of any. At most about so many cells are looked at.
  void Shift(std::span<const TransferTree> trees, std::int64_t cells, const StopToken& stop) {
    const std::int64_t most_cells = Cells() + cells;
    for (const TransferTree& tree : trees) {
      if (Cells() > most_cells || stop.Asked()) return;
      Retake(tree.requirements, tree.transfers);
    }
    for (const TransferTree& tree : trees) {
      const std::int64_t most_of_tree = std::min(Cells() + cells / std::ssize(trees), most_cells);
      for (const std::int32_t r : tree.requirements) {
        ForRivals(r, IsShort(tree.requirements), [&](std::int32_t with) {
          if (Cells() > most_of_tree || stop.Asked()) return false;
          if (std::ranges::find(tree.requirements, with) != tree.requirements.end()) return true;
          std::vector<std::int32_t> all = tree.requirements;
          all.push_back(with);
          Retake(all, tree.transfers);
          return IsShort(tree.requirements);
        });
      }
    }
  }

  // Two requirements that list offers of the same supplier where its total is limited, else the same offer:
  // both let go, and the one that was short goes first. At most about so many cells of WholeNeedFiller are
  // looked at.
  void Exchange(std::span<const std::int32_t> requirements, std::int64_t cells, const StopToken& stop) {
    const std::int64_t most_cells = Cells() + cells;
    ListRivals(requirements);
    for (const std::int32_t r : requirements) {
      ForRivals(r, answer_.shortage[r] > 0, [&](std::int32_t with) {
        if (Cells() > most_cells || stop.Asked()) return false;
        Retake({{r, with}});
        return answer_.shortage[r] > 0;
      });
    }
  }

  // Those among these requirements, and keeps them listed. No others change from now on.
  void ListRivals(std::span<const std::int32_t> requirements) {
    lists_rivals_ = true;
    for (const std::int32_t r : requirements) {
      for (std::int32_t i = First(r); i < End(r); ++i) {
        if (IsInUse(i)) rivals_[SellerOf(i)].insert(i);
      }
    }
  }

 private:
  std::int32_t First(std::int32_t r) const { return market_.first_of_requirement[r]; }
  std::int32_t End(std::int32_t r) const { return market_.first_of_requirement[r + 1]; }

  std::int64_t Cells() const { return filler_.cells() + carry_cells_; }

  // Those that use a seller which the requirement could use, as long as they are `wanted`: what `visit` says.
  template <typename Visit>
  void ForRivals(std::int32_t r, bool wanted, const Visit& visit) {
    for (std::int32_t i = First(r); i < End(r) && wanted; ++i) {
      if (lanes_.most[i] == 0 || lanes_.unit[i] >= instance_.requirements[r].penalty) continue;
      const std::set<std::int32_t>& rivals = rivals_[SellerOf(i)];
      for (auto other = rivals.begin(); other != rivals.end() && wanted;) {
        const std::int32_t lane = *other, with = market_.lanes[lane].requirement;
        if (with != r) wanted = visit(with);
        other = rivals.upper_bound(lane);  // the visit may have changed them
      }
    }
  }

  bool IsShort(std::span<const std::int32_t> requirements) const {
    return std::ranges::any_of(requirements, [&](std::int32_t r) { return answer_.shortage[r] > 0; });
  }

  // The requirements let go of what they have and one after another take the best of what is left, after it
  // was decided what transfers between them carry, which form no circle. Whether the plan is cheaper; else it
  // stays as it was.
  bool Retake(std::span<const std::int32_t> requirements, std::span<const std::int32_t> transfers = {}) {
    const auto cost = [&] {
      Int128 sum = 0;
      for (const std::int32_t t : transfers)
        sum += Int128{instance_.transfers[t].cost} * answer_.transfers[t];
      for (const std::int32_t r : requirements) sum += CostOf(r);
      return sum;
    };
    const Int128 before = cost();
    std::vector<std::vector<std::int64_t>> had;
    std::vector<std::int64_t> had_carried;
    for (const std::int32_t r : requirements) had.push_back(LetGo(r));
    for (const std::int32_t t : transfers) had_carried.push_back(answer_.transfers[t]);
    if (!transfers.empty()) CarryBest(requirements, transfers);
    for (const std::int32_t r : requirements) Fill(r);
    if (cost() < before) return true;
    for (std::size_t i = 0; i < transfers.size(); ++i)
      Carry(transfers[i], had_carried[i] - answer_.transfers[transfers[i]]);
    for (const std::int32_t r : requirements) LetGo(r);
    for (std::size_t i = 0; i < requirements.size(); ++i) Restore(requirements[i], had[i]);
    return false;
  }

  // For more than what is reserved.
  bool IsInUse(std::int32_t lane) const { return answer_.quanta[lane] != lanes_.reserved[lane]; }

  void Set(std::int32_t lane, std::int64_t quanta) {
    const bool was_in_use = IsInUse(lane);
    spare_.Take(market_.lanes[lane].offer, quanta - answer_.quanta[lane]);
    answer_.quanta[lane] = quanta;
    if (!lists_rivals_ || was_in_use == IsInUse(lane)) return;
    std::set<std::int32_t>& rivals = rivals_[SellerOf(lane)];
    if (was_in_use) {
      rivals.erase(lane);
    } else {
      rivals.insert(lane);
    }
  }

  // All but what is reserved; returns what there was.
  std::vector<std::int64_t> LetGo(std::int32_t r) {
    const std::vector<std::int64_t> had(answer_.quanta.begin() + First(r), answer_.quanta.begin() + End(r));
    for (std::int32_t i = First(r); i < End(r); ++i) Set(i, lanes_.reserved[i]);
    return had;
  }

  void Restore(std::int32_t r, const std::vector<std::int64_t>& had) {
    for (std::int32_t i = First(r); i < End(r); ++i) Set(i, had[i - First(r)]);
    CountShortage(r);
  }

  void CountShortage(std::int32_t r) {
    answer_.shortage[r] = to_deliver_[r] - std::accumulate(answer_.quanta.begin() + First(r),
                                                           answer_.quanta.begin() + End(r), std::int64_t{0});
  }

  Int128 CostOf(std::int32_t r) const {
    Int128 cost = Int128{instance_.requirements[r].penalty} * answer_.shortage[r];
    for (std::int32_t i = First(r); i < End(r); ++i) cost += Int128{lanes_.unit[i]} * answer_.quanta[i];
    return cost;
  }

  // With as much to deliver. REQUIRES that r has let go.
  void Want(std::int32_t r, std::int64_t to_deliver) {
    wanted_.need = to_deliver;
    wanted_.penalty = instance_.requirements[r].penalty;
    wanted_.most_lanes = lanes_.most_suppliers;
    wanted_.lanes.clear();
    for (std::int32_t i = First(r); i < End(r); ++i) {
      const std::int64_t reserved = lanes_.reserved[i];
      wanted_.need -= reserved;
      if (reserved > 0) wanted_.most_lanes = std::max<std::int64_t>(wanted_.most_lanes - 1, 0);
      wanted_.lanes.push_back({.unit = lanes_.unit[i],
                               .lot = lanes_.size[i].lot,
                               .least = lanes_.size[i].least,
                               .most = std::min(lanes_.most[i] - reserved, spare_.Of(market_.lanes[i].offer)),
                               .counts = reserved == 0});
    }
  }

  // REQUIRES that r has let go.
  void Fill(std::int32_t r) {
    Want(r, to_deliver_[r]);
    for (bool fits = false; !fits;) {
      const std::vector<std::int64_t>& found = filler_.Fill(wanted_);
      // Lanes of one aggregator share what is left of it: those that find less than they took get no more
      // than that, and all is asked again.
      fits = true;
      for (std::int32_t i = First(r); i < End(r); ++i) {
        const std::int64_t quanta = found[i - First(r)];
        if (quanta == 0) continue;
        if (quanta <= spare_.Of(market_.lanes[i].offer)) {
          Set(i, answer_.quanta[i] + quanta);
        } else {
          fits = false;
          wanted_.lanes[i - First(r)].most = spare_.Of(market_.lanes[i].offer);
        }
      }
      if (fits) break;
      for (std::int32_t i = First(r); i < End(r); ++i) Set(i, lanes_.reserved[i]);
    }
    CountShortage(r);
  }

  std::int64_t ReservedOf(std::int32_t r) const {
    return std::accumulate(lanes_.reserved.begin() + First(r), lanes_.reserved.begin() + End(r),
                           std::int64_t{0});
  }

  // REQUIRES that the requirements have let go.
  void CarryBest(std::span<const std::int32_t> requirements, std::span<const std::int32_t> transfers) {
    CarryQuestion question;
    const auto index_of = [&](std::int32_t r) {
      return r == kNone
                 ? CarryWay::kStock
                 : static_cast<std::int32_t>(std::ranges::find(requirements, r) - requirements.begin());
    };
    for (const std::int32_t r : requirements)
      question.needs.push_back({.own = to_deliver_[r] - ReservedOf(r), .cost = {}});
    for (const std::int32_t t : transfers) {
      const Transfer& row = instance_.transfers[t];
      question.ways.push_back(
          {.from = index_of(row.from), .to = index_of(row.to), .unit = row.cost, .most = row.capacity});
      question.needs[question.ways.back().to].own += answer_.transfers[t];
      if (row.from != kNone) question.needs[question.ways.back().from].own -= answer_.transfers[t];
    }
    std::vector<std::int64_t> most;
    for (const CarryNeed& need : question.needs) most.push_back(need.own);
    for (const CarryWay& way : question.ways) {
      if (way.from != CarryWay::kStock) most[way.from] += way.most;
    }
    for (CarryWay& way : question.ways) {
      const std::int64_t too_much =
          std::max<std::int64_t>(way.most - std::max<std::int64_t>(most[way.to], 0), 0);
      way.most -= too_much;
      if (way.from != CarryWay::kStock) most[way.from] -= too_much;
    }
    const std::int64_t cells = CellsOf(question);
    if (cells > kMostCarryCells) return;
    carry_cells_ += cells;
    // What no way can leave to be delivered has no cost listed: needs may be of any size.
    std::vector<std::int64_t> into(requirements.size());
    for (const CarryWay& way : question.ways) into[way.to] += way.most;
    for (std::size_t i = 0; i < requirements.size(); ++i) {
      Want(requirements[i], most[i] + ReservedOf(requirements[i]));
      CarryNeed& need = question.needs[i];
      need.first = std::max<std::int64_t>(need.own - into[i], 0);
      need.cost = filler_.CostsUpTo(wanted_, need.first);
    }
    const std::vector<std::int64_t> carried = LeastCarried(question);
    for (std::size_t i = 0; i < carried.size(); ++i)
      Carry(transfers[i], carried[i] - answer_.transfers[transfers[i]]);
  }

  void Carry(std::int32_t transfer, std::int64_t more) {
    const Transfer& row = instance_.transfers[transfer];
    answer_.transfers[transfer] += more;
    to_deliver_[row.to] -= more;
    if (row.from != kNone) to_deliver_[row.from] += more;
  }

  std::size_t SellerOf(std::int32_t lane) const { return beyond::SellerOf(instance_, market_, lane); }

  const Instance& instance_;
  const Market& market_;
  const WholeLanes& lanes_;
  MarketAnswer& answer_;
  std::vector<std::int64_t>& to_deliver_;
  Spare& spare_;
  // Lanes in use by seller: of a hub's many those that carry nothing would cost as much as any.
  std::unordered_map<std::size_t, std::set<std::int32_t>> rivals_;
  bool lists_rivals_ = false;
  WholeNeed wanted_;
  WholeNeedFiller filler_;
  std::int64_t carry_cells_ = 0;  // looked at so far
};

}  // namespace

MarketAnswer Mend(const Instance& instance, const Market& market, const WholeLanes& lanes,
                  MarketAnswer answer, const StopToken& stop) {
  std::vector<std::vector<std::int32_t>> days;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const std::size_t day = instance.commodities[instance.requirements[r].commodity].day;
    if (day >= days.size()) days.resize(day + 1);
    days[day].push_back(r);
  }
  Mended mended(instance, market, std::move(answer));
  ForEachTask(std::ssize(days), ThreadsFor(market.threads), stop, [&](std::int64_t day, int) {
    Mender mender(instance, market, lanes, mended);
    mender.RefillAll(days[day], stop);
    mender.Exchange(days[day], kExchangeCells, stop);
  });
  const std::vector<TransferTree> trees = TransferTreesOf(instance);
  if (trees.empty()) return std::move(mended.answer);
  Mender mender(instance, market, lanes, mended);
  std::vector<std::int32_t> all(instance.requirements.size());
  std::iota(all.begin(), all.end(), 0);
  mender.ListRivals(all);
  mender.Shift(trees, kExchangeCells * std::ssize(days), stop);
  return std::move(mended.answer);
}

}  // namespace pasok::match::beyond
