#include "engine/study/explain_teller.h"

#include <array>

namespace pasok::study {
namespace {

using Way = match::Carried::Way;

constexpr std::array<const char*, 8> kEnglishDays{"",         "Monday", "Tuesday",  "Wednesday",
                                                  "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<const char*, 8> kIndonesianDays{"",      "Senin", "Selasa", "Rabu",
                                                     "Kamis", "Jumat", "Sabtu",  "Minggu"};

}  // namespace

Sentence Teller::Day(std::int32_t r) const {
  const std::optional<Date>& date = instance_.DateOf(instance_.requirements[r].commodity);
  if (!date) return {"the day", "hari itu"};
  const auto day = static_cast<std::size_t>(Weekday(*date));
  return {kEnglishDays[day], kIndonesianDays[day]};
}

Sentence Teller::SayLane(const Step& step, std::int32_t r) const {
  const std::string& goods = Commodity(step.requirement);
  const bool other = goods != Commodity(r);
  const std::string& from = SupplierOf(step.offer);
  const std::string& to = DemandPoint(step.requirement);
  return {
      from + " delivers a kg " + (step.back ? "less" : "more") + (other ? " of " + goods : "") + " to " + to,
      from + " mengirim satu kg" + (other ? " " + goods : "") +
          (step.back ? " lebih sedikit" : " lebih banyak") + " ke " + to};
}

// What arrives at one end and serves at the other.
Sentence Teller::SayTransfer(const Step& step) const {
  const std::string& at = DemandPoint(step.requirement);
  const std::string& goods = Commodity(step.requirement);
  const char* const more = step.back ? "less" : "more";
  const char* const lebih = step.back ? " lebih sedikit" : " lebih banyak";
  switch (match::WayOf(instance_, {.from = step.sender, .to = step.requirement})) {
    case Way::kStock:
      return {at + " takes a kg " + more + " of its own stock of " + goods,
              at + " mengambil satu kg" + lebih + " dari persediaan " + goods + " sendiri"};
    case Way::kStorage: {
      const Sentence from = Day(step.sender), to = Day(step.requirement);
      return {at + " keeps a kg " + more + " of " + goods + " from " + from.english + " for " + to.english,
              at + " menyimpan satu kg " + goods + lebih + " dari " + from.indonesian + " untuk " +
                  to.indonesian};
    }
    case Way::kSubstitute: {
      const std::string& stand_in = Commodity(step.sender);
      return {std::string("a kg ") + more + " of " + stand_in + " stands in for " + goods + " at " + at,
              "satu kg " + stand_in + lebih + " menggantikan " + goods + " di " + at};
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
      said = {to + " is a kg " + (step.back ? "less short" : "shorter") + (other ? " of " + goods : ""),
              "kekurangan" + (other ? " " + goods : "") + " " + to +
                  (step.back ? " berkurang" : " bertambah") + " satu kg"};
    } else if (step.arc == ArcKind::kTransfer) {
      said = SayTransfer(step);
    } else if (step.arc == ArcKind::kOffer && step.cost != 0) {
      const std::string& who = SupplierOf(step.offer);
      said = {who + " gives a kg " + (step.back ? "less" : "more") + " above a share of what it could",
              who + " memberi satu kg" + (step.back ? " lebih sedikit" : " lebih banyak") +
                  " di atas bagian tertentu dari kemampuannya"};
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
    const std::string& who = SupplierOf(step->offer);
    const std::string& goods = Commodity(step->requirement);
    if (goods == Commodity(r)) return {who, who};
    return {goods + " of " + who, goods + " dari " + who};
  }
  return {};
}

}  // namespace pasok::study
