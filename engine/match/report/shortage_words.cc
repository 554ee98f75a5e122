#include "engine/match/report/shortage_words.h"

#include <string_view>
#include <vector>

#include "engine/match/figures_in_words.h"
#include "engine/match/plain_numbers.h"

namespace pasok::match {
namespace {

class Words {
 public:
  Words(const OfferCensus& census, const CommodityRule& rule, const Dataset& dataset, const Policy& policy,
        Language language)
      : census_(census), rule_(rule), dataset_(dataset), policy_(policy), language_(language) {}

  std::string Detail(ShortageReason reason) const {
    if (reason == ShortageReason::kNoOffer)
      return In("no supplier offers ", "tidak ada pemasok yang menawarkan ").append(rule_.code);
    std::int64_t all = 0;
    std::vector<std::string> parts;
    for (int i = 0; i < kShortageReasons; ++i) {
      const auto each = static_cast<ShortageReason>(i);
      const std::int64_t offers = census_.offers(each);
      if (offers == 0) continue;
      all += offers;
      parts.push_back(Number(offers).append(" ").append(Part(each)));
    }
    if (const BehindStore& behind = census_.behind_stores(); behind.quanta > 0) {
      constexpr ShortageReason kFull = ShortageReason::kStoreFull;
      parts.push_back(Kg(behind.quanta, policy_.quantum)
                          .append(" ")
                          .append(Clause(kFull))
                          .append(Nearest(behind.nearest, kFull)));
    }
    std::string detail = Offers(all);
    for (std::size_t i = 0; i < parts.size(); ++i) detail.append(i == 0 ? ": " : "; ").append(parts[i]);
    return detail;
  }

 private:
  std::string In(std::string_view english, std::string_view indonesian) const {
    return std::string(language_ == Language::kEnglish ? english : indonesian);
  }

  std::string Offers(std::int64_t count) const {
    return In(Counted(count, "offer of ", "offers of "), Number(count) + " tawaran ").append(rule_.code);
  }

  // What the offers counted under a reason are, and the nearest of them.
  std::string Part(ShortageReason reason) const {
    const std::optional<NearestOffer>& nearest = census_.nearest(reason);
    // Of offers that are out of range: all are as far then, in kilometres that mean nothing.
    if (reason == ShortageReason::kOutOfRange && nearest && nearest->road >= RegionDistance::kNoRoad)
      return In("from where no road leads there (such as ", "dari tempat tanpa jalan ke sana (misalnya ")
          .append(dataset_.suppliers[nearest->supplier].id)
          .append(")");
    return Clause(reason).append(Nearest(nearest, reason));
  }

  // For reading: "150 km", "3.2 km". Beyond a limit it is rounded up, so as not to read as within it.
  std::string RoughKm(Metres road, ShortageReason reason) const {
    if (road >= RegionDistance::kNoRoad) return In("no road leads there", "tidak ada jalan ke sana");
    const int add = reason == ShortageReason::kOutOfRange ? 99 : 50;
    std::string text = FixedText((Int128{road.value} + add) / 100, 1);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text.append(" km");
  }

  // " (nearest: S1, 3.2 km)", or nothing.
  std::string Nearest(const std::optional<NearestOffer>& nearest, ShortageReason reason) const {
    if (!nearest) return "";
    return In(" (nearest: ", " (terdekat: ")
        .append(dataset_.suppliers[nearest->supplier].id)
        .append(", ")
        .append(RoughKm(nearest->road, reason))
        .append(")");
  }

  // What holds for the offers counted under a reason, as in "9 of inactive suppliers".
  std::string Clause(ShortageReason reason) const {
    switch (reason) {
      case ShortageReason::kNoOffer:
        return "";
      case ShortageReason::kInactive:
        return In("of inactive suppliers", "dari pemasok tidak aktif");
      case ShortageReason::kNotAvailable:
        return In("not available that day", "tidak tersedia hari itu");
      case ShortageReason::kLicence:
        return In("without a licence that " + rule_.code + " requires",
                  "tanpa izin yang diperlukan untuk " + rule_.code);
      case ShortageReason::kBlocked:
        return In("blocked for this demand point", "diblokir untuk titik permintaan ini");
      case ShortageReason::kRelatedParty:
        return In("of its owner's group", "dari kelompok pemiliknya");
      case ShortageReason::kPriceCeiling: {
        if (!rule_.price_ceiling)
          return In("dearer than the ceiling of their region", "di atas harga tertinggi wilayahnya");
        const std::string ceiling = Rupiah(rule_.price_ceiling->value);
        return In("dearer than the ceiling of " + ceiling, "di atas harga tertinggi " + ceiling);
      }
      case ShortageReason::kOutOfRange: {
        const std::string most = Km(*rule_.max_distance);
        return In("farther than " + most, "lebih jauh dari " + most);
      }
      case ShortageReason::kCapacityExhausted:
        return In("sold out", "habis terjual");
      case ShortageReason::kConcentrationLimit:
        return In("at the largest share that one supplier may have",
                  "sudah memegang bagian terbesar bagi satu pemasok");
      case ShortageReason::kAbovePenalty:
        return In("unsold, for they cost at least the penalty",
                  "tidak terjual, sebab biayanya tidak kurang dari denda");
      case ShortageReason::kLicenceEnded:
        return In("whose licence that " + rule_.code + " requires has ended",
                  "yang izinnya untuk " + rule_.code + " sudah berakhir");
      case ShortageReason::kTravelTime: {
        const std::int64_t most = rule_.max_travel_minutes.value_or(0);
        return In("more than " + Counted(most, "minute", "minutes") + " away",
                  "lebih dari " + Number(most) + " menit di jalan");
      }
      case ShortageReason::kProbation:
        return In("at the share of their capacity that new suppliers may sell",
                  "sudah menjual bagian kapasitas yang boleh dijual pemasok baru");
      case ShortageReason::kContract:
        return In("at the most that their contract with it allows",
                  "sudah mengirim paling banyak menurut kontraknya");
      case ShortageReason::kWholeDeliveries:
        return In(
            "too small for a whole delivery, with too little left or still needed for one, or one supplier "
            "too "
            "many",
            "terlalu kecil untuk pengiriman utuh, sisanya atau kebutuhannya tidak cukup untuk itu, atau "
            "kelebihan satu pemasok");
      case ShortageReason::kAggregatorFull:
        return In("whose aggregator can handle no more that day",
                  "yang pengumpulnya tidak dapat menangani lebih hari itu");
      case ShortageReason::kStoreFull:
        return In("left on earlier days, which would keep, but no more can be stored",
                  "sisa hari sebelumnya yang tahan disimpan, tetapi gudang tidak muat lagi");
      case ShortageReason::kNotLookedFor:
        return "";  // never an offer's
    }
    return "";
  }

  const OfferCensus& census_;
  const CommodityRule& rule_;
  const Dataset& dataset_;
  const Policy& policy_;
  const Language language_;
};

}  // namespace

std::string DetailOf(const OfferCensus& census, ShortageReason reason, std::int32_t commodity,
                     const Dataset& dataset, const Policy& policy, Language language) {
  const CommodityRule& rule = *policy.FindCommodity(dataset.commodities[commodity]);
  return Words(census, rule, dataset, policy, language).Detail(reason);
}

}  // namespace pasok::match
