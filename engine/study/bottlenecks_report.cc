#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <set>
#include <utility>

#include "engine/match/question/reliefs.h"
#include "engine/match/sold.h"
#include "engine/study/bottlenecks_tables.h"
#include "engine/study/days.h"
#include "engine/study/kept_split.h"
#include "engine/study/left_out.h"
#include "engine/study/names.h"
#include "engine/study/sells_through.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

constexpr std::size_t kMostSentences = 20;  // the table has all

// What of a cut's offers is told: those of the commodity, and of other food, which could make room for it
// where a supplier's total couples them or it stands in. An offer that sells on several of the days is one.
struct OffersTold {
  std::int64_t of_it = 0, of_other_food = 0;
  bool any_total = false;  // of some not all is sold, but all that their supplier may sell in all

  std::int64_t All() const { return of_it + of_other_food; }
};

OffersTold Tell(const match::Solved& solved, const Bottleneck& bottleneck) {
  const Instance& instance = solved.instance;
  const std::vector<std::int64_t> sold = match::QuantaOfOffers(instance, solved.matching.flows);
  const std::int32_t commodity = instance.commodities[bottleneck.commodity].dataset_commodity;
  std::set<std::int32_t> of_it, of_other_food;
  OffersTold told;
  for (const std::int32_t o : bottleneck.offers) {
    const match::OfferRow& row = instance.offers[o];
    const bool is_of_it = instance.commodities[row.commodity].dataset_commodity == commodity;
    (is_of_it ? of_it : of_other_food).insert(row.dataset_offer);
    told.any_total = told.any_total || (sold[o] < row.capacity &&
                                        std::ranges::binary_search(bottleneck.suppliers, row.supplier));
  }
  told.of_it = std::ssize(of_it), told.of_other_food = std::ssize(of_other_food);
  return told;
}

// "the 14 offers that could reach them are all sold, or their supplier's total is".
Sentence SayOffers(const OffersTold& told, const std::string& commodity, bool any_full, bool any_served) {
  if (told.All() == 0 && any_served)
    return {"no offer can bring them more", "tidak ada tawaran yang dapat mengirim lebih banyak"};
  if (told.All() == 0) return {"no offer can reach them", "tidak ada tawaran yang dapat mencapainya"};
  const bool one = told.All() == 1;
  Sentence which{" that could reach them", " yang dapat mencapainya"};
  if (told.of_other_food > 0) {
    const std::string of_it = Number(told.of_it), of_other_food = Number(told.of_other_food);
    which = {" that could make room for them (" + of_it + " of " + commodity + ", " + of_other_food +
                 " of other food)",
             " yang, langsung atau lewat pengalihan, dapat menutup kekurangan itu (" + of_it + " " +
                 commodity + ", " + of_other_food + " bahan lain)"};
  }
  Sentence sentence{one ? "the one offer" + which.english + " is sold"
                        : "the " + Number(told.All()) + " offers" + which.english + " are all sold",
                    Number(told.All()) + " tawaran" + which.indonesian + " habis terjual"};
  if (told.any_total) {
    sentence.english += one ? ", or its supplier's total is" : ", or their supplier's total is";
    sentence.indonesian += " atau batas total pemasoknya sudah habis";
  }
  if (any_full) {
    sentence.english += one ? ", or held up by an aggregator" : ", or held up by aggregators";
    sentence.indonesian += " atau tertahan di pengumpul";
  }
  return sentence;
}

// An aggregator that can handle no more on some days, as much on each.
struct FullAggregator {
  std::int32_t aggregator = kNone;  // of the first of them
  std::vector<std::int32_t> days;
};

std::vector<FullAggregator> FullAggregators(const Bottleneck& bottleneck, const Instance& instance) {
  std::vector<FullAggregator> full;
  for (const std::int32_t a : std::views::keys(bottleneck.aggregators)) {
    const match::AggregatorRow& row = instance.aggregators[a];
    const auto known = std::ranges::find_if(full, [&](const FullAggregator& one) {
      const match::AggregatorRow& other = instance.aggregators[one.aggregator];
      return other.dataset_supplier == row.dataset_supplier && other.capacity == row.capacity;
    });
    (known == full.end() ? full.emplace_back(FullAggregator{a, {}}) : *known).days.push_back(row.day);
  }
  return full;
}

// " on Monday" where others of its requirements are short on other days, or what stands there is of others.
Sentence OnItsDays(const Instance& instance, const Bottleneck& bottleneck,
                   std::span<const std::int32_t> days) {
  return std::ranges::equal(DaysOf(instance, bottleneck), days) ? Sentence() : OnDays(instance, days);
}

// "KOP1 (500 kg) and 3 more can handle no more a day"; empty where none is used up.
Sentence SayAggregators(const Bottleneck& bottleneck, const Instance& instance) {
  constexpr std::size_t kNamed = 3;
  const std::vector<FullAggregator> all = FullAggregators(bottleneck, instance);
  if (all.empty()) return {};
  Sentence names;
  bool says_day = false;
  for (std::size_t i = 0; i < std::min(kNamed, all.size()); ++i) {
    const auto& [a, days] = all[i];
    const std::string name = AggregatorOf(instance, a) + " (" +
                             Kg(instance.aggregators[a].capacity, instance.policy.quantum) + ")";
    const Sentence on = OnItsDays(instance, bottleneck, days);
    says_day = says_day || !on.english.empty();
    const bool last = i + 1 == all.size();
    names.english += (i == 0 ? "" : last ? " and " : ", ") + name + on.english;
    names.indonesian += (i == 0 ? "" : last ? " dan " : ", ") + name + on.indonesian;
  }
  if (all.size() > kNamed) {
    const std::string more = Number(std::ssize(all) - static_cast<std::int64_t>(kNamed));
    names.english += " and " + more + " more", names.indonesian += " dan " + more + " lainnya";
  }
  const std::string one = all.size() == 1 ? "the aggregator " : "the aggregators ";
  return {one + names.english + " can handle no more" + (says_day ? "" : " a day"),
          "pengumpul " + names.indonesian + " tidak dapat menangani lebih" + (says_day ? "" : " per hari")};
}

// Which commodities, of the instance, a seller has something left of by its own capacities, whether its
// aggregator could handle it or not. O(offers).
std::vector<bool> LeftWithSellers(const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const match::Sold sold = match::SoldBy(instance, solved.matching.flows);
  std::vector<bool> left(instance.commodities.size());
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const match::OfferRow& row = instance.offers[o];
    if (sold.of_offer[o] < row.capacity &&
        sold.of_supplier[row.supplier] < instance.suppliers[row.supplier].capacity)
      left[row.commodity] = true;
  }
  return left;
}

// Where nobody could sell more of it.
Sentence SayNothingLeft(const Bottleneck& bottleneck, const Instance& instance, const std::vector<bool>& left,
                        const LeftOut& left_out) {
  const Sentence then = HasDays(instance) ? Sentence{" then", " saat itu"} : Sentence();
  const bool is_held_up = std::ranges::any_of(
      bottleneck.requirements, [&](std::int32_t r) { return left[instance.requirements[r].commodity]; });
  if (is_held_up)
    return {"what is left of it" + then.english + " is with sellers whose aggregators can handle no more",
            "yang masih punya sisa" + then.indonesian +
                " hanya penjual yang pengumpulnya tidak dapat menangani lebih"};
  if (left_out.any_offers)
    return {"nobody who may sell has anything left of it" + then.english,
            "tidak ada yang boleh menjual dan masih punya sisa" + then.indonesian};
  return {"nobody has anything left of it" + then.english,
          "tidak ada yang masih punya sisa" + then.indonesian};
}

// What keeps the nearest offer with something left from them, or that none has anything left.
Sentence SayNearest(const Bottleneck& bottleneck, const match::Solved& solved, const std::vector<bool>& left,
                    const LeftOut& left_out) {
  const Instance& instance = solved.instance;
  if (bottleneck.nearest_left == kNone) return SayNothingLeft(bottleneck, instance, left, left_out);
  const std::string& supplier = SellerOf(instance, bottleneck.nearest_left);
  const std::string& demand = DemandPointOf(instance, bottleneck.nearest_to);
  const std::string road = Km(bottleneck.nearest_road);
  const Sentence on =
      OnItsDays(instance, bottleneck, std::array{DayOfOffer(instance, bottleneck.nearest_left)});
  const std::optional<Metres>& limit = RuleOf(instance, bottleneck.commodity).max_distance;
  if (limit && bottleneck.nearest_road > *limit && bottleneck.nearest_road >= RegionDistance::kNoRoad) {
    return {
        "no road leads to them from whoever has something left" + on.english + " (such as " + supplier + ")",
        "tidak ada jalan ke sana dari yang masih punya sisa" + on.indonesian + " (misalnya " + supplier +
            ")"};
  }
  if (limit && bottleneck.nearest_road > *limit) {
    const Sentence sold =
        left_out.any_offers ? Sentence{" that may be sold", " yang boleh dijual"} : Sentence();
    return {"nothing else" + sold.english + " lies within " + Km(*limit) +
                " (the nearest with something left" + on.english + " is " + supplier + ", " + road +
                " from " + demand + ")",
            "tidak ada lagi" + sold.indonesian + " dalam jarak " + Km(*limit) +
                " (yang terdekat dan masih punya sisa" + on.indonesian + " ialah " + supplier + ", " + road +
                " dari " + demand + ")"};
  }
  const match::Ineligible ineligible =
      solved.lanes.Cost(bottleneck.nearest_left, bottleneck.nearest_to).ineligible;
  switch (ineligible) {
    case match::Ineligible::kBlocked:
    case match::Ineligible::kRelatedParty: {
      const auto say = ineligible == match::Ineligible::kBlocked ? SayBlocked : SayRelated;
      const Sentence kept =
          say(*instance.dataset, instance.policy,
              instance.suppliers[instance.offers[bottleneck.nearest_left].supplier].dataset_supplier,
              instance.requirements[bottleneck.nearest_to].demand_point);
      return {"of those with something left" + on.english + " the nearest is " + supplier + ", but " +
                  kept.english,
              "dari yang masih punya sisa" + on.indonesian + " yang terdekat ialah " + supplier +
                  ", tetapi " + kept.indonesian};
    }
    case match::Ineligible::kTooSlow:
      return {"the nearest with something left" + on.english + ", " + supplier +
                  ", is too many minutes away from " + demand,
              "yang terdekat dan masih punya sisa" + on.indonesian + ", " + supplier +
                  ", terlalu lama di jalan dari " + demand};
    case match::Ineligible::kNo:
    case match::Ineligible::kOutOfRange:
      break;
  }
  if (instance.LaneCap(bottleneck.nearest_left, bottleneck.nearest_to) <
      instance.requirements[bottleneck.nearest_to].lane_cap) {
    return {"the nearest with something left" + on.english + ", " + supplier +
                ", delivers the most that its contract with " + demand + " allows",
            "yang terdekat dan masih punya sisa" + on.indonesian + ", " + supplier +
                ", sudah mengirim sebanyak yang diizinkan kontraknya dengan " + demand};
  }
  return {"the nearest with something left" + on.english + ", " + supplier + ", has the largest share of " +
              demand + " that one supplier may have",
          "yang terdekat dan masih punya sisa" + on.indonesian + ", " + supplier +
              ", sudah memegang bagian terbesar yang boleh di " + demand};
}

// What else would have served them, and doesn't; empty where nothing could.
Sentence SayOtherWays(const Bottleneck& bottleneck, const Instance& instance, const std::vector<bool>& left) {
  std::set<std::string> stand_ins;
  bool has_stock = false, any_left = false;
  for (const match::Transfer& transfer : instance.transfers) {
    const std::int32_t need =
        instance.IsRelief(transfer.to) ? match::NeedOf(instance, transfer.to) : transfer.to;
    if (match::LeavesRelief(instance, transfer) || !std::ranges::binary_search(bottleneck.requirements, need))
      continue;
    const match::Carried::Way way = match::WayOf(instance, transfer);
    has_stock = has_stock || way == match::Carried::Way::kStock;
    if (way != match::Carried::Way::kSubstitute) continue;
    const std::int32_t k = instance.requirements[transfer.from].commodity;
    stand_ins.insert(CodeOf(instance, k));
    any_left = any_left || left[k];
  }
  std::vector<Sentence> ways;
  if (has_stock) ways.push_back({"their own stock is used up", "persediaan sendiri sudah terpakai"});
  if (!bottleneck.stores.empty()) {
    std::int64_t quanta = 0;
    for (const std::int32_t i : bottleneck.stores) quanta += instance.transfers[i].capacity;
    const std::string kept = Kg(quanta, instance.policy.quantum);
    ways.push_back({"no more than the " + kept + " that are kept from other days may be kept",
                    "yang boleh disimpan dari hari lain tidak lebih dari " + kept + " yang sudah disimpan"});
  } else if (!bottleneck.without_room.empty()) {
    ways.push_back({"nothing may be kept from other days, for which storage.csv has 0 kg",
                    "tidak ada yang boleh disimpan dari hari lain, sebab storage.csv memuat 0 kg"});
  }
  if (!stand_ins.empty()) {
    std::string names;
    for (const std::string& name : stand_ins) names += (names.empty() ? "" : ", ") + name;
    if (any_left) {
      ways.push_back({"no more of what may stand in for it (" + names + ") can serve them",
                      "penggantinya (" + names + ") juga tidak dapat melayani lebih banyak"});
    } else {
      ways.push_back({"nothing is left of what may stand in for it (" + names + ")",
                      "penggantinya (" + names + ") juga sudah habis"});
    }
  }
  Sentence sentence;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    sentence.english += (i == 0 ? "" : ", and ") + ways[i].english;
    sentence.indonesian += (i == 0 ? "" : ", dan ") + ways[i].indonesian;
  }
  return sentence;
}

}  // namespace

Sentence Say(const Bottleneck& bottleneck, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Sentence commodity = Capitalised(NameWithCode(RuleOf(instance, bottleneck.commodity)));
  const Grams quantum = instance.policy.quantum;
  const std::string weight = Kg(bottleneck.shortage, quantum);
  const std::int64_t kitchens = DemandPointsOf(instance, bottleneck);
  const bool has_region = bottleneck.region != kNone;
  const std::string region = has_region ? instance.dataset->regions[bottleneck.region].name : "";
  Sentence when = OnDays(instance, DaysOf(instance, bottleneck));
  if (when.english.empty()) when = {" a day", " per hari"};
  Sentence sentence{commodity.english + " in " + (has_region ? region : "several provinces") + ": short by " +
                        weight + when.english + " at " + Counted(kitchens, "demand point", "demand points"),
                    commodity.indonesian + " di " + (has_region ? region : "beberapa provinsi") +
                        ": kurang " + weight + when.indonesian + " di " + Number(kitchens) +
                        " titik permintaan"};
  if (bottleneck.to_be_had) {
    const std::string least = RupiahPerKg(bottleneck.least_cost, quantum);
    const std::string most = RupiahPerKg(bottleneck.most_cost, quantum);
    const bool one = bottleneck.least_cost == bottleneck.most_cost;
    sentence.english += "; it is to be had, but for " + (one ? least : least + " to " + most) +
                        " all in, no less than the penalty";
    sentence.indonesian += "; barangnya ada, tetapi dengan biaya " +
                           (one ? least : least + " sampai " + most) + " seluruhnya, tidak kurang dari denda";
    return sentence;
  }
  const std::vector<bool> left = LeftWithSellers(solved);
  const LeftOut left_out = FindLeftOut(bottleneck, solved);
  const Sentence nearest = SayNearest(bottleneck, solved, left, left_out);
  const Sentence full = SayAggregators(bottleneck, instance);
  const bool any_full = !full.english.empty();
  const bool any_served = std::ranges::any_of(bottleneck.requirements, [&](std::int32_t r) {
    return solved.matching.shortage[r] < instance.requirements[r].need;
  });
  const Sentence offers =
      SayOffers(Tell(solved, bottleneck), CodeOf(instance, bottleneck.commodity), any_full, any_served);
  sentence.english += ": " + offers.english + ", and " + nearest.english;
  sentence.indonesian += ": " + offers.indonesian + ", dan " + nearest.indonesian;
  if (any_full) sentence.english += "; " + full.english, sentence.indonesian += "; " + full.indonesian;
  if (const Sentence& words = left_out.words; !words.english.empty())
    sentence.english += "; " + words.english, sentence.indonesian += "; " + words.indonesian;
  const Sentence others = SayOtherWays(bottleneck, instance, left);
  if (!others.english.empty())
    sentence.english += "; " + others.english, sentence.indonesian += "; " + others.indonesian;
  return sentence;
}

Report ToReport(const BottleneckStudy& study, const match::Solved& solved, const BottleneckView& view) {
  Report report;
  report.complete = study.complete;
  std::int64_t explained = 0;
  for (const Bottleneck& each : study.bottlenecks) explained += each.shortage;
  const Grams quantum = solved.instance.policy.quantum;
  const std::int64_t shortage =
      std::accumulate(solved.matching.shortage.begin(), solved.matching.shortage.end(), std::int64_t{0});
  const std::string weight = Kg(shortage, quantum);
  const std::int64_t count = std::ssize(study.bottlenecks);
  if (study.complete && count == 0) {
    report.sentences.push_back({"Nothing is short.", "Tidak ada kekurangan."});
  } else if (!study.complete) {
    report.sentences.push_back({weight + " are short; why has been found for " + Kg(explained, quantum) +
                                    " of it when the study was stopped.",
                                "Kekurangan " + weight + "; sebabnya sudah ditemukan untuk " +
                                    Kg(explained, quantum) + " ketika kajian dihentikan."});
  } else {
    report.sentences.push_back({weight + " are short, for " + Counted(count, "reason.", "reasons."),
                                "Kekurangan " + weight + ", karena " + Number(count) + " sebab."});
  }
  for (std::size_t i = 0; i < std::min(kMostSentences, study.bottlenecks.size()); ++i) {
    Sentence sentence = Say(study.bottlenecks[i], solved);
    sentence.english += ".", sentence.indonesian += ".";
    report.sentences.push_back(std::move(sentence));
  }
  SaySplitIsKept(solved.instance, report);
  report.tables = TablesOf(study, solved, view);
  return report;
}

}  // namespace pasok::study
