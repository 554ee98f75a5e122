#include "engine/match/strict/ranks.h"

namespace pasok::match {

std::string_view ToWord(Rank rank) {
  switch (rank) {
    case Rank::kPenalty:
      return "penalty";
    case Rank::kLuar:
      return "luar";
    case Rank::kProvinsi:
      return "provinsi";
    case Rank::kKabupaten:
      return "kabupaten";
    case Rank::kKecamatan:
      return "kecamatan";
    case Rank::kMoney:
      return "money";
  }
  return "";
}

Ranks RanksOf(const LaneCost& lane) {
  Ranks ranks = RanksOfMoney(lane.unit());
  // From luar, the farthest, down to kecamatan.
  if (lane.tier != Tier::kDesa)
    ranks[static_cast<std::size_t>(Tier::kLuar) - static_cast<std::size_t>(lane.tier) + 1] = 1;
  return ranks;
}

Ranks RanksOfMoney(std::int64_t sen) {
  Ranks ranks{};
  ranks.back() = sen;
  return ranks;
}

Ranks RanksOfShortage(const RequirementRow& requirement) { return {requirement.penalty}; }

}  // namespace pasok::match
