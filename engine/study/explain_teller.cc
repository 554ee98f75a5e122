#include "engine/study/explain_teller.h"

namespace pasok::study {
namespace {

using Way = match::Carried::Way;

}  // namespace

Sentence Teller::OnOther(std::int32_t day, std::int32_t r) const {
  if (day == DayOfRequirement(instance_, r)) return {};
  const Sentence name = DayName(instance_, day);
  return {" on " + name.english, " pada hari " + name.indonesian};
}

Sentence Teller::SayLane(const Step& step, std::int32_t r) const {
  const std::string& goods = Commodity(step.requirement);
  const bool other = goods != Commodity(r);
  const std::string& from = Seller(step.offer);
  const std::string& to = DemandPoint(step.requirement);
  const Sentence on = OnOther(DayOfRequirement(instance_, step.requirement), r);
  return {from + " delivers a kg " + (step.back ? "less" : "more") + (other ? " of " + goods : "") + " to " +
              to + on.english,
          from + " mengirim satu kg" + (other ? " " + goods : "") +
              (step.back ? " lebih sedikit" : " lebih banyak") + " ke " + to + on.indonesian};
}

Sentence Teller::AtMost(std::int32_t o, std::int32_t r, std::int64_t quanta) const {
  const match::RequirementRow& row = instance_.requirements[r];
  if (quanta < instance_.LaneCap(o, r) || quanta >= row.most_in()) return {};
  if (quanta == row.lane_cap)
    return {", the largest share that one supplier may have", ", bagian terbesar bagi satu pemasok"};
  return {", the most that their contract allows", ", paling banyak menurut kontraknya"};
}

Sentence Teller::OnProbation(std::int32_t o) const {
  const std::int64_t held_back = instance_.offers[o].held_back;
  if (held_back == 0) return {};
  return {"; it is new, and probation holds back " + Weight(held_back) + " more",
          "; pemasok ini baru, dan masa percobaan menahan " + Weight(held_back) + " lagi"};
}

// What arrives at one end and serves at the other.
Sentence Teller::SayTransfer(const Step& step, std::int32_t r) const {
  const std::string& at = DemandPoint(step.requirement);
  const std::string& goods = Commodity(step.requirement);
  const char* const more = step.back ? "less" : "more";
  const char* const lebih = step.back ? " lebih sedikit" : " lebih banyak";
  const Sentence on = OnOther(DayOfRequirement(instance_, step.requirement), r);
  switch (match::WayOf(instance_, {.from = step.sender, .to = step.requirement})) {
    case Way::kStock:
      return {at + " takes a kg " + more + " of its own stock of " + goods + on.english,
              at + " mengambil satu kg" + lebih + " dari persediaan " + goods + " sendiri" + on.indonesian};
    case Way::kStorage: {
      const Sentence from = Day(step.sender), to = Day(step.requirement);
      return {at + " keeps a kg " + more + " of " + goods + " from " + from.english + " for " + to.english,
              at + " menyimpan satu kg " + goods + lebih + " dari " + from.indonesian + " untuk " +
                  to.indonesian};
    }
    case Way::kSubstitute: {
      const std::string& stand_in = Commodity(step.sender);
      return {std::string("a kg ") + more + " of " + stand_in + " stands in for " + goods + " at " + at +
                  on.english,
              "satu kg " + stand_in + lebih + " menggantikan " + goods + " di " + at + on.indonesian};
    }
  }
  return {};
}

Sentence Teller::Chain(const Path& path, std::int32_t r) const {
  Sentence chain;
  for (const Step& step : path.steps) {
    Sentence said;
    if (step.arc == ArcKind::kLane) {
      said = SayLane(step, r);
    } else if (step.arc == ArcKind::kShortage) {
      const std::string& goods = Commodity(step.requirement);
      const bool other = goods != Commodity(r);
      const std::string& to = DemandPoint(step.requirement);
      const Sentence on = OnOther(DayOfRequirement(instance_, step.requirement), r);
      said = {to + " is a kg " + (step.back ? "less short" : "shorter") + (other ? " of " + goods : "") +
                  on.english,
              "kekurangan" + (other ? " " + goods : "") + " " + to +
                  (step.back ? " berkurang" : " bertambah") + " satu kg" + on.indonesian};
    } else if (step.arc == ArcKind::kTransfer &&
               !match::LeavesRelief(instance_, {.from = step.sender, .to = step.requirement})) {
      said = SayTransfer(step, r);
    } else if (step.arc == ArcKind::kOffer && step.cost != 0) {
      const std::string& who = Seller(step.offer);
      const Sentence on = OnOther(DayOfOffer(instance_, step.offer), r);
      said = {who + " gives a kg " + (step.back ? "less" : "more") + " above a share of what it could" +
                  on.english,
              who + " memberi satu kg" + (step.back ? " lebih sedikit" : " lebih banyak") +
                  " di atas bagian tertentu dari kemampuannya" + on.indonesian};
    } else {
      continue;
    }
    const std::string cost = " (" + Money(step.cost) + ")";
    if (!chain.english.empty()) chain.english += ", ", chain.indonesian += ", ";
    chain.english += said.english + cost, chain.indonesian += said.indonesian + cost;
  }
  return chain;
}

Sentence Teller::InsteadAt(const Path& path, std::int32_t r) const {
  // Back along what the last steps send on, to where it comes from.
  for (auto step = path.steps.rbegin(); step != path.steps.rend(); ++step) {
    if (step->arc == ArcKind::kTransfer && step->From() == kSource)
      return {"its own stock", "persediaannya sendiri"};
    if (step->arc == ArcKind::kTransfer) continue;
    if (step->arc != ArcKind::kLane || step->back) return {};
    const std::string& who = Seller(step->offer);
    const std::string& goods = Commodity(step->requirement);
    const Sentence on = OnOther(DayOfRequirement(instance_, step->requirement), r);
    if (goods == Commodity(r)) return {who + on.english, who + on.indonesian};
    return {goods + " of " + who + on.english, goods + " dari " + who + on.indonesian};
  }
  return {};
}

// Where somebody goes shorter, or less short: " of telur", " at L", " on Tuesday", as far as each isn't r's.
Sentence Teller::ShortWhere(std::int32_t requirement, std::int32_t r, bool says_here) const {
  const std::string& goods = Commodity(requirement);
  const std::string& at = DemandPoint(requirement);
  Sentence where = OnOther(DayOfRequirement(instance_, requirement), r);
  if (at != DemandPoint(r)) {
    where = {" at " + at + where.english, " di " + at + where.indonesian};
  } else if (says_here) {
    where = {" here" + where.english, " di sini" + where.indonesian};
  }
  if (goods != Commodity(r)) where = {" of " + goods + where.english, " " + goods + where.indonesian};
  return where;
}

Sentence Teller::Then(const Path& path, std::int32_t r) const {
  std::int32_t shorter = kNone, less_short = kNone;  // requirements
  for (const Step& step : path.steps) {
    if (step.arc == ArcKind::kShortage) (step.back ? less_short : shorter) = step.requirement;
  }
  const Sentence instead = InsteadAt(path, r);
  const bool any_instead = !instead.english.empty();
  Sentence then{"with", "dengan"};
  if (any_instead) then = {"with " + instead.english + " instead", "digantikan " + instead.indonesian};
  const bool any_shorter = shorter != kNone || !any_instead;
  if (any_shorter) {
    const Sentence where = ShortWhere(shorter == kNone ? r : shorter, r, any_instead || less_short != kNone);
    then.english += (any_instead ? " and" : "") + (" a kg more short" + where.english);
    then.indonesian +=
        (any_instead ? " dan" : "") + (" kekurangan" + where.indonesian + " bertambah satu kg");
  }
  if (less_short == kNone) return then;
  const Sentence where = ShortWhere(less_short, r, true);
  then.english += (any_shorter ? " and one less" : " and a kg less short") + where.english;
  then.indonesian += (any_shorter ? " dan" : " dan kekurangan") + where.indonesian + " berkurang satu kg";
  return then;
}

}  // namespace pasok::study
