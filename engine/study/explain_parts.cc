#include "engine/study/explain_parts.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace pasok::study {
namespace {

Sentence SayDelivery(const InPlan& row, const Teller& tell) {
  const std::string& id = tell.Seller(row.offer);
  const std::string weight = tell.Weight(row.quanta);
  Sentence said{id + " delivers " + weight, id + " mengirim " + weight};
  if (!row.cycle) return said;
  const std::string dearer = tell.Money(row.cycle->cost);
  said.english += ", each kg of which would make the cheapest plan " + dearer + " dearer";
  said.indonesian += ", yang tiap kg-nya membuat rencana termurah " + dearer + " lebih mahal";
  return said;
}

// What stands in for the requirement by ratio, and what it stands in for.
Sentence SayStoodIn(const StandsIn& row, const Teller& tell) {
  const std::string& goods = tell.Commodity(row.from);
  const std::string used = tell.Weight(row.quanta.used), served = tell.Weight(row.quanta.served);
  return {used + " of " + goods + " stand in for " + served, used + " " + goods + " menggantikan " + served};
}
Sentence SayStandsIn(const StandsIn& row, const Teller& tell) {
  const std::string& goods = tell.Commodity(row.to);
  const std::string used = tell.Weight(row.quanta.used), served = tell.Weight(row.quanta.served);
  return {used + " stand in for " + served + " of " + goods + " there",
          used + " menggantikan " + served + " " + goods + " di sana"};
}

}  // namespace

Sentence SayComing(const Sent& sent, std::int32_t r, const Teller& tell) {
  const match::Transfer& transfer = tell.instance().transfers[sent.transfer];
  const std::string weight = tell.Weight(sent.quanta);
  switch (match::WayOf(tell.instance(), transfer)) {
    case match::Carried::Way::kStock: {
      const std::string& demand = tell.DemandPoint(r);
      return {weight + " come from " + demand + "'s own stock",
              weight + " berasal dari persediaan " + demand + " sendiri"};
    }
    case match::Carried::Way::kStorage:
      return {weight + " come from what was kept since " + tell.Day(transfer.from).english,
              weight + " berasal dari yang disimpan sejak " + tell.Day(transfer.from).indonesian};
    case match::Carried::Way::kSubstitute:
      break;
  }
  const std::string& stand_in = tell.Commodity(transfer.from);
  const std::string& goods = tell.Commodity(transfer.to);
  return {weight + " of " + stand_in + " stand in for " + goods,
          weight + " " + stand_in + " menggantikan " + goods};
}

Sentence SayGoing(const Sent& sent, const Teller& tell) {
  const match::Transfer& transfer = tell.instance().transfers[sent.transfer];
  const std::string weight = tell.Weight(sent.quanta);
  if (match::WayOf(tell.instance(), transfer) == match::Carried::Way::kStorage)
    return {weight + " are kept for " + tell.Day(transfer.to).english,
            weight + " disimpan untuk " + tell.Day(transfer.to).indonesian};
  const std::string& goods = tell.Commodity(transfer.to);
  return {weight + " stand in for " + goods + " there", weight + " menggantikan " + goods + " di sana"};
}

Sentence SayInPlan(const PlanItself& plan, std::int32_t r, const Teller& tell) {
  const std::string& demand = tell.DemandPoint(r);
  Sentence said{"In the plan itself, for " + demand + ": ",
                "Dalam rencana itu sendiri, untuk " + demand + ": "};
  bool is_first = true;
  const auto add = [&](const Sentence& part) {
    const std::string separator = std::exchange(is_first, false) ? "" : "; ";
    said.english += separator + part.english, said.indonesian += separator + part.indonesian;
  };
  const std::size_t told = std::min(kMostServings, plan.deliveries.size());
  for (const InPlan& row : std::span(plan.deliveries).first(told)) add(SayDelivery(row, tell));
  const std::string left = Number(static_cast<std::int64_t>(plan.deliveries.size() - told));
  if (told < plan.deliveries.size()) add({"and " + left + " more", "dan " + left + " lagi"});
  if (told == 0) add({"nobody delivers", "tidak ada yang mengirim"});
  for (const Sent& sent : plan.comes) add(SayComing(sent, r, tell));
  for (const StandsIn& row : plan.stood_in) add(SayStoodIn(row, tell));
  for (const Sent& sent : plan.goes) add(SayGoing(sent, tell));
  for (const StandsIn& row : plan.stands_in) add(SayStandsIn(row, tell));
  const std::string lacking = tell.Weight(plan.shortage);
  if (plan.shortage > 0) add({lacking + " stay short", lacking + " tetap kurang"});
  said.english += ".", said.indonesian += ".";
  return said;
}

}  // namespace pasok::study
