#include <algorithm>
#include <cstdlib>

#include "engine/study/evaluate.h"
#include "engine/study/explain_parts.h"
#include "engine/study/explain_tables.h"
#include "engine/study/explain_teller.h"
#include "engine/study/kept_split.h"
#include "engine/study/names.h"

namespace pasok::study {
namespace {

// What serves it besides deliveries of the day, and what deliveries serve besides it.
void SaySent(const Explanation& explanation, const Teller& tell, Report& report) {
  const auto say = [&](const Sentence& part) {
    report.sentences.push_back({part.english + ".", part.indonesian + "."});
  };
  for (const Sent& sent : explanation.comes) say(SayComing(sent, explanation.requirement, tell));
  for (const Sent& sent : explanation.goes) say(SayGoing(sent, tell));
}

// What a kg less or more needed there does. What a contract or a share allows moves in steps, so that more
// may cost less.
Sentence SayNeedValues(const Explanation& explanation, const Teller& tell) {
  const std::string more = tell.Money(std::abs(explanation.more_costs));
  const bool more_costs = explanation.more_costs >= 0;
  const Sentence of_more{(more_costs ? "cost " : "save ") + more + ".",
                         (more_costs ? "menambah biaya " : "menghemat ") + more + "."};
  if (!explanation.less_saves)
    return {"A kg more needed would " + of_more.english,
            "Kebutuhan satu kg lebih banyak " + of_more.indonesian};
  const std::string less = tell.Money(std::abs(*explanation.less_saves));
  const bool less_saves = *explanation.less_saves >= 0;
  return {std::string("A kg less needed would ") + (less_saves ? "save " : "cost ") + less +
              ", a kg more would " + of_more.english,
          std::string("Kebutuhan satu kg lebih sedikit ") + (less_saves ? "menghemat " : "menambah biaya ") +
              less + ", satu kg lebih banyak " + of_more.indonesian};
}

// "Why these 65 kg stay short (capacity_exhausted): 82 offers of ayam: 17 farther than 150 km …; 65 sold out
// …"; of several reasons each with its weight. What its offers are is the same in all.
Sentence SayWhyShort(const Explanation& explanation, const Teller& tell) {
  std::string reasons;
  for (const match::ShortageInWords& why : explanation.why_short) {
    if (!reasons.empty()) reasons += ", ";
    if (explanation.why_short.size() > 1) reasons += tell.Weight(why.row.quanta) + " ";
    reasons += match::ToWord(why.row.reason);
  }
  const std::string short_by = tell.Weight(explanation.shortage);
  const match::ShortageInWords& first = explanation.why_short.front();
  return {"Why these " + short_by + " stay short (" + reasons + "): " + first.row.detail +
              ". Bottlenecks say what would end it.",
          "Sebab kekurangan " + short_by + " ini (" + reasons + "): " + first.indonesian +
              ". Sebab kekurangan (bottlenecks) menunjukkan apa yang mengakhirinya."};
}

void SayRequirement(const Explanation& explanation, const Teller& tell, Report& report) {
  const std::int32_t r = explanation.requirement;
  const std::string& demand = tell.DemandPoint(r);
  const Sentence commodity = NameWithCode(RuleOf(tell.instance(), tell.instance().requirements[r].commodity));
  const std::int64_t need = tell.instance().requirements[r].need;
  std::int64_t delivered = need - explanation.shortage;
  for (const Sent& sent : explanation.comes) delivered -= sent.quanta;
  for (const Sent& sent : explanation.goes) delivered += sent.quanta;
  const std::string needed = tell.Weight(need), served = tell.Weight(delivered);
  const std::string lacking = tell.Weight(explanation.shortage);
  const std::int64_t suppliers = std::ssize(explanation.servings);
  const bool is_short = explanation.shortage > 0;
  Sentence on;
  if (tell.has_days()) {
    const Sentence day = FullDayName(tell.instance(), DayOfRequirement(tell.instance(), r));
    on = {" on " + day.english, " pada hari " + day.indonesian};
  }
  const Sentence who = suppliers == 0
                           ? Sentence{"nobody delivers", "tidak ada yang mengirim"}
                           : Sentence{Counted(suppliers, "supplier delivers ", "suppliers deliver ") + served,
                                      Number(suppliers) + " pemasok mengirim " + served};
  report.sentences.push_back({demand + " needs " + needed + " of " + commodity.english + on.english + "; " +
                                  who.english + (is_short ? ", and " + lacking + " stay short." : "."),
                              demand + " membutuhkan " + needed + " " + commodity.indonesian + on.indonesian +
                                  "; " + who.indonesian +
                                  (is_short ? ", dan " + lacking + " tetap kurang." : ".")});
  if (!explanation.why_short.empty()) report.sentences.push_back(SayWhyShort(explanation, tell));
  SaySent(explanation, tell, report);
  report.sentences.push_back(SayNeedValues(explanation, tell));
}

void SayServings(const Explanation& explanation, const Teller& tell, Report& report) {
  const std::size_t told = std::min(kMostServings, explanation.servings.size());
  for (std::size_t i = 0; i < told; ++i) {
    const Serving& serving = explanation.servings[i];
    const std::string& id = tell.Seller(serving.offer);
    const std::string weight = tell.Weight(serving.quanta), all_in = tell.PerKg(serving.lane.unit());
    const std::string road = Km(WholeRoad(serving.lane)), via = tell.ViaOf(serving.offer);
    const Sentence at_most = tell.AtMost(serving.offer, explanation.requirement, serving.quanta);
    Sentence sentence{id + " delivers " + weight + " at " + all_in + " all in, from " + road,
                      id + " mengirim " + weight + " dengan biaya " + all_in + " seluruhnya, dari " + road};
    if (!via.empty()) sentence.english += " through " + via, sentence.indonesian += " melalui " + via;
    sentence.english += at_most.english, sentence.indonesian += at_most.indonesian;
    if (serving.without) {
      const std::string cost = tell.Money(serving.without->cost);
      const Sentence then = tell.Then(*serving.without, explanation.requirement);
      sentence.english += "; a kg less of it here would cost " + cost + " more, " + then.english;
      sentence.indonesian +=
          "; satu kg lebih sedikit darinya di sini menambah biaya " + cost + ", " + then.indonesian;
    }
    if (serving.reserved > 0) {
      const std::string reserved = tell.Weight(serving.reserved), promised = tell.Weight(serving.promised);
      const bool whole = serving.reserved == serving.promised;
      sentence.english += whole ? "; a contract asks for " + reserved + " of it"
                                : "; a contract asks for " + promised + ", of which " + reserved + " is kept";
      sentence.indonesian += whole ? "; " + reserved + " di antaranya diminta oleh kontrak"
                                   : "; kontrak meminta " + promised + ", yang dipenuhi " + reserved;
    }
    sentence.english += ".", sentence.indonesian += ".";
    report.sentences.push_back(std::move(sentence));
  }
  const std::size_t left = explanation.servings.size() - told;
  if (left == 0) return;
  report.sentences.push_back(
      {Counted(static_cast<std::int64_t>(left), "more delivers", "more deliver") + " too; see suppliers.",
       Number(left) + " pemasok lain juga mengirim; lihat suppliers."});
}

// What it would be worth, where nothing is left of it.
Sentence SayExhausted(Sentence sentence, const Explanation& explanation, const Candidate& candidate,
                      const Teller& tell) {
  const std::int32_t r = explanation.requirement;
  const std::string& demand = tell.DemandPoint(r);
  const std::string all_in = tell.PerKg(candidate.lane.unit());
  const std::int64_t cheaper = explanation.value.less - candidate.lane.unit();
  if (cheaper > 0) {
    sentence.english += "; at " + all_in + " all in it lies " + tell.PerKg(cheaper) +
                        " below what another kg for " + demand + " would save";
    sentence.indonesian += "; biaya seluruhnya " + all_in + ", lebih rendah " + tell.PerKg(cheaper) +
                           " daripada penghematan dari satu kg tambahan untuk " + demand;
  } else {
    sentence.english +=
        ", and " + all_in + " all in is no less than what another kg for " + demand + " would save";
    sentence.indonesian += ", dan biaya seluruhnya " + all_in +
                           " tidak lebih rendah daripada penghematan dari satu kg tambahan untuk " + demand;
  }
  if (candidate.cycle) {
    const Sentence chain = tell.Chain(*candidate.cycle, r);
    const std::string more = tell.PerKg(candidate.cycle->cost);
    sentence.english += "; to move a kg here would cost " + more + " more in all: " + chain.english;
    sentence.indonesian += "; memindahkan satu kg ke sini menambah biaya " + more + ": " + chain.indonesian;
  }
  sentence.english += ".", sentence.indonesian += ".";
  return sentence;
}

// Where nothing is left: "A is sold out (9 kg)"; or all is sold that it may sell in all, of other food too.
Sentence SaySoldOut(const Candidate& candidate, const Teller& tell) {
  const match::OfferRow& offer = tell.instance().offers[candidate.offer];
  const std::string& id = tell.Seller(candidate.offer);
  const std::string sold = tell.Weight(candidate.sold);
  if (candidate.sold == offer.capacity) {
    const Sentence probation = tell.OnProbation(candidate.offer);
    return {id + " is sold out (" + sold + ")" + probation.english,
            id + " sudah habis terjual (" + sold + ")" + probation.indonesian};
  }
  const std::string total = tell.Weight(tell.instance().suppliers[offer.supplier].capacity);
  const std::string& food = CodeOf(tell.instance(), offer.commodity);
  return {id + " has sold all " + total + " that it may sell a day, " + sold + " of it " + food,
          id + " sudah menjual seluruh " + total + " yang boleh dijualnya per hari, " + sold +
              " di antaranya " + food};
}

// Why it stands as it does.
Sentence SayStanding(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::int32_t r = explanation.requirement;
  const std::string& id = tell.Seller(candidate.offer);
  const std::string& demand = tell.DemandPoint(r);
  const std::string all_in = tell.PerKg(candidate.lane.unit());
  const Sentence at_most = tell.AtMost(candidate.offer, r, candidate.quanta);
  const bool is_sold_out = candidate.sold == tell.instance().offers[candidate.offer].capacity;
  const Sentence probation = is_sold_out ? tell.OnProbation(candidate.offer) : Sentence();
  const Sentence chain = candidate.cycle ? tell.Chain(*candidate.cycle, r) : Sentence{};
  const std::string more = candidate.cycle ? tell.PerKg(candidate.cycle->cost) : "";
  switch (candidate.standing) {
    case Standing::kNotEligible:
      break;
    case Standing::kServes:
      return {id + " delivers " + tell.Weight(candidate.quanta) + " to " + demand + " at " + all_in +
                  " all in" + at_most.english + probation.english + ".",
              id + " mengirim " + tell.Weight(candidate.quanta) + " ke " + demand + " dengan biaya " +
                  all_in + " seluruhnya" + at_most.indonesian + probation.indonesian + "."};
    case Standing::kByContract:
      return {id + " delivers " + tell.Weight(candidate.quanta) + " to " + demand +
                  " because their contract asks for it, at " + all_in + " all in" + at_most.english + ".",
              id + " mengirim " + tell.Weight(candidate.quanta) + " ke " + demand +
                  " karena diminta kontraknya, dengan biaya " + all_in + " seluruhnya" + at_most.indonesian +
                  "."};
    case Standing::kTie:
      return {id + " could deliver at " + all_in + " all in, for the same total: " + chain.english + ".",
              id + " dapat mengirim dengan biaya " + all_in +
                  " seluruhnya, tanpa mengubah total: " + chain.indonesian + "."};
    case Standing::kDearer:
      return {id + " could deliver at " + all_in + " all in, which would make the plan " + more +
                  " dearer: " + chain.english + ".",
              id + " dapat mengirim dengan biaya " + all_in + " seluruhnya, tetapi rencana menjadi " + more +
                  " lebih mahal: " + chain.indonesian + "."};
    case Standing::kSoldOut:
      return SayExhausted(SaySoldOut(candidate, tell), explanation, candidate, tell);
    case Standing::kPromised:
      return {id + " could deliver at " + all_in + " all in, but contracts with others promise all the " +
                  tell.Commodity(r) + " that " + demand + " needs.",
              id + " dapat mengirim dengan biaya " + all_in +
                  " seluruhnya, tetapi kontrak dengan pemasok lain menjanjikan seluruh " + tell.Commodity(r) +
                  " yang dibutuhkan " + demand + "."};
    case Standing::kAggregatorFull: {
      const std::string via = tell.ViaOf(candidate.offer);
      const std::int32_t a =
          tell.instance().suppliers[tell.instance().offers[candidate.offer].supplier].aggregator;
      const std::string handles = tell.Weight(tell.instance().aggregators[a].capacity);
      return SayExhausted(
          {"Sold out at the aggregator: " + via + ", through which " + id +
               " sells, can handle no more than " + handles + " a day, all of it taken",
           "Habis di pengumpul: " + via + ", tempat " + id + " menjual, hanya dapat menangani " + handles +
               " per hari dan semuanya sudah terpakai"},
          explanation, candidate, tell);
    }
  }
  return {};
}

// What it would take where food may be kept from day to day is a change on all days at once.
Sentence OnEachDay(const Teller& tell) {
  return CouplesDays(tell.instance()) ? Sentence{" on each of the days", " pada setiap hari"} : Sentence();
}
Sentence AndAsMuchOnOthers(const Teller& tell) {
  return CouplesDays(tell.instance()) ? Sentence{" and as much more or less on each other day",
                                                 " dan sama banyak lebih atau kurang pada setiap hari lain"}
                                      : Sentence();
}

// "buys from it for K", as what it would take is meant.
Sentence BuysForIt(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  if (candidate.reserved == 0) return {"buys from it for " + demand, "membelinya untuk " + demand};
  return {"buys more from it for " + demand + " than their contract asks for",
          "membelinya untuk " + demand + " lebih banyak daripada yang diminta kontraknya"};
}

Sentence SayPrice(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string& id = tell.Seller(candidate.offer);
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  const std::string asks = RupiahPerKg(tell.instance().offers[candidate.offer].price_sen_per_kg);
  Sentence sentence{id + " asks " + asks + "; ", id + " meminta " + asks + "; "};
  if (!candidate.highest_price) {
    sentence.english += "at no price would an optimal plan buy from it for " + demand + ".";
    sentence.indonesian +=
        "dengan harga berapa pun tidak ada rencana terbaik yang membelinya untuk " + demand + ".";
  } else if (candidate.at_ceiling) {
    sentence.english += "it would be bought for " + demand + " at any price that is allowed.";
    sentence.indonesian += "ia tetap dibeli untuk " + demand + " pada harga berapa pun yang diizinkan.";
  } else {
    const std::string highest = RupiahPerKg(*candidate.highest_price);
    const Sentence buys = BuysForIt(explanation, candidate, tell);
    sentence.english += "at " + highest + OnEachDay(tell).english + " some optimal plan " + buys.english +
                        ", a sen more and none does.";
    sentence.indonesian += "pada " + highest + OnEachDay(tell).indonesian + " ada rencana terbaik yang " +
                           buys.indonesian + ", satu sen lebih mahal tidak ada lagi.";
  }
  return sentence;
}

Sentence SayCapacity(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string& id = tell.Seller(candidate.offer);
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  const std::string has = tell.Weight(tell.instance().offers[candidate.offer].capacity);
  if (!candidate.least_capacity) {
    return {
        id + " has " + has + "; whatever its capacity, no optimal plan would buy from it for " + demand + ".",
        id + " punya " + has +
            "; dengan kapasitas berapa pun tidak ada rencana terbaik yang membelinya untuk " + demand + "."};
  }
  const std::string least = tell.Weight(*candidate.least_capacity), quantum = tell.Weight(1);
  const Sentence buys = BuysForIt(explanation, candidate, tell);
  return {id + " has " + has + "; with " + least + AndAsMuchOnOthers(tell).english + " some optimal plan " +
              buys.english + ", with " + quantum + " less none does.",
          id + " punya " + has + "; dengan " + least + AndAsMuchOnOthers(tell).indonesian +
              " ada rencana terbaik yang " + buys.indonesian + ", dengan " + quantum +
              " lebih sedikit tidak ada."};
}

Sentence SayHandling(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string via = tell.ViaOf(candidate.offer);
  const std::string& id = tell.Seller(candidate.offer);
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  if (!candidate.least_handling) {
    return {"However much " + via + " could handle, no optimal plan would buy from " + id + " for " + demand +
                ".",
            "Berapa pun yang dapat ditangani " + via + ", tidak ada rencana terbaik yang membeli dari " + id +
                " untuk " + demand + "."};
  }
  const std::string least = tell.Weight(*candidate.least_handling), quantum = tell.Weight(1);
  return {"Were " + via + " able to handle " + least + AndAsMuchOnOthers(tell).english +
              ", some optimal plan would buy from " + id + " for " + demand + ", with " + quantum +
              " less none does.",
          "Jika " + via + " dapat menangani " + least + AndAsMuchOnOthers(tell).indonesian +
              ", ada rencana terbaik yang membeli dari " + id + " untuk " + demand + ", dengan " + quantum +
              " lebih sedikit tidak ada."};
}

// What the plan itself buys of it here, and which rule keeps it from buying more.
Sentence SayHeldBack(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string& id = tell.Seller(candidate.offer);
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  const std::vector<InPlan>& deliveries = explanation.plan->deliveries;
  const auto row = std::ranges::find(deliveries, candidate.offer, &InPlan::offer);
  const bool delivers = row != deliveries.end();
  const std::string weight = delivers ? tell.Weight(row->quanta) : "";
  const Sentence binds = SayBinding(candidate.held_back);
  return {"In the plan itself " + id + " delivers " + (delivers ? weight : "nothing") + " to " + demand +
              (delivers ? ", and no more, because " : " because ") + binds.english + ".",
          "Dalam rencana itu sendiri " + id + (delivers ? " mengirim " + weight : " tidak mengirim") +
              " ke " + demand + (delivers ? ", dan tidak lebih" : "") + " karena " + binds.indonesian + "."};
}

void SayCandidate(const Explanation& explanation, const Base& base, const Teller& tell, Report& report) {
  const Candidate& candidate = *explanation.candidate;
  if (candidate.breach) {
    Sentence sentence = Say(*candidate.breach, base);
    sentence.english += ".", sentence.indonesian += ".";
    report.sentences.push_back(std::move(sentence));
    return;
  }
  report.sentences.push_back(SayStanding(explanation, candidate, tell));
  if (!candidate.held_back.empty()) report.sentences.push_back(SayHeldBack(explanation, candidate, tell));
  if (candidate.standing == Standing::kByContract) return;
  report.sentences.push_back(SayPrice(explanation, candidate, tell));
  // More capacity is no remedy where some is left.
  if (candidate.standing == Standing::kAggregatorFull) {
    report.sentences.push_back(SayHandling(explanation, candidate, tell));
  } else if (candidate.standing != Standing::kDearer && candidate.standing != Standing::kPromised) {
    report.sentences.push_back(SayCapacity(explanation, candidate, tell));
  }
}

}  // namespace

Report ToReport(const Explanation& explanation, const Base& base, const match::Solved& solved) {
  const Teller tell(solved.instance);
  Report report;
  SayRequirement(explanation, tell, report);
  SayServings(explanation, tell, report);
  if (explanation.plan)
    report.sentences.push_back(SayInPlan(*explanation.plan, explanation.requirement, tell));
  if (explanation.candidate) SayCandidate(explanation, base, tell, report);
  SaySplitIsKept(solved.instance, report);
  report.tables = TablesOf(explanation, base, tell);
  report.complete = explanation.complete;
  return report;
}

}  // namespace pasok::study
