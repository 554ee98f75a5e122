// How an explanation's sentences and tables name an instance's rows, and put its figures.
#pragma once

#include <string>

#include "engine/study/days.h"
#include "engine/study/explain.h"
#include "engine/study/names.h"
#include "engine/study/wording.h"

namespace pasok::study {

// The instance outlives it.
class Teller {
 public:
  explicit Teller(const match::Instance& instance) : instance_(instance), quantum_(instance.policy.quantum) {}

  const std::string& Seller(std::int32_t o) const { return SellerOf(instance_, o); }
  const std::string& Supplier(std::int32_t s) const { return SupplierOf(instance_, s); }
  // Empty: it sells by itself.
  std::string ViaOf(std::int32_t o) const {
    const std::int32_t a = instance_.suppliers[instance_.offers[o].supplier].aggregator;
    return a == kNone ? "" : Aggregator(a);
  }
  const std::string& Aggregator(std::int32_t a) const { return AggregatorOf(instance_, a); }
  Cell ViaCell(std::int32_t o) const {
    std::string via = ViaOf(o);
    if (via.empty()) return {};
    return via;
  }
  bool has_aggregators() const { return instance_.policy.aggregators; }
  const std::string& DemandPoint(std::int32_t r) const { return DemandPointOf(instance_, r); }
  const std::string& Commodity(std::int32_t r) const {
    return CodeOf(instance_, instance_.requirements[r].commodity);
  }
  std::string Money(std::int64_t sen) const {
    std::string text = RupiahPerKg(sen, quantum_);
    text.resize(text.size() - std::string_view(" per kg").size());
    return text;
  }
  std::string PerKg(std::int64_t sen) const { return RupiahPerKg(sen, quantum_); }
  std::string Weight(std::int64_t quanta) const { return Kg(quanta, quantum_); }
  std::int64_t Grams(std::int64_t quanta) const { return quanta * quantum_.value; }
  std::int64_t SenPerKg(std::int64_t sen) const { return SenPerKgOf(sen, quantum_); }
  const match::Instance& instance() const { return instance_; }

  // ", the largest share that one supplier may have", where so much is all that the lane may carry and more
  // is needed.
  Sentence AtMost(std::int32_t o, std::int32_t r, std::int64_t quanta) const;
  // "; it is new, and probation holds back …", where it does of the offer.
  Sentence OnProbation(std::int32_t o) const;

  bool has_transfers() const { return !instance_.transfers.empty(); }
  bool has_days() const { return HasDays(instance_); }
  // Of a requirement.
  Sentence Day(std::int32_t r) const { return DayName(instance_, DayOfRequirement(instance_, r)); }

  // "A delivers a kg more to K (Rp 12 000), B delivers a kg less to K (Rp -10 500)": the steps that cost
  // something, and the transfers. `r` says which commodity and which day go without saying.
  Sentence Chain(const Path& path, std::int32_t r) const;

  // Who delivers to r instead of the lane with which the cycle begins, or what else serves it; empty: it goes
  // short.
  Sentence InsteadAt(const Path& path, std::int32_t r) const;

  // That, and who goes shorter or less short by a quantum less of the lane: "with B instead", "with a kg more
  // short here and one less at L".
  Sentence Then(const Path& path, std::int32_t r) const;

 private:
  const match::Instance& instance_;
  // " on Tuesday" where it isn't r's day.
  Sentence OnOther(std::int32_t day, std::int32_t r) const;
  Sentence SayLane(const Step& step, std::int32_t r) const;
  Sentence SayTransfer(const Step& step, std::int32_t r) const;
  Sentence ShortWhere(std::int32_t requirement, std::int32_t r, bool says_here) const;

  pasok::Grams quantum_;
};

// Both legs of it, where it leads through an aggregator.
inline Metres WholeRoad(const match::LaneCost& lane) { return lane.first_leg + lane.road; }

}  // namespace pasok::study
