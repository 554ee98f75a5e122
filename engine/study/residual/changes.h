// Changes of a residual network, each followed by successive shortest paths until the flow is optimal again.
//
// A change cuts what no longer fits and, where an arc that got room would have a negative reduced cost, fills
// it. That leaves nodes with too much, which is drained to the source, and nodes with too little, which is
// supplied from it, along shortest paths; prices follow by the distances (down, or up, by how much nearer a
// node is than the source), so that reduced costs stay at least 0. A shortage is always a way from the
// source, and what flows into a node a way back to it, so paths never lack: unless it flows there from a node
// that lacks it itself, so what lacks is supplied first where that may be.
#pragma once

#include <span>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/study/residual/search.h"
#include "engine/study/residual/state.h"

namespace pasok::study {

struct NewSupplier;
struct Added;

// REQUIRES of all calls: the flow is optimal with the state's prices; so it is after each. Amounts >= 0.
class Changes {
 public:
  Changes(State& state, Search& forward, Search& backward);

  void SetOfferCapacity(std::int32_t offer, std::int64_t capacity);
  void SetSupplierCapacity(std::int32_t supplier, std::int64_t capacity);
  void SetAggregatorCapacity(std::int32_t aggregator, std::int64_t capacity);
  // What is needed there, with what follows from it: what each transfer of the instance may then carry
  // (empty: as much as now), and the terms that contracts then come to otherwise (Promises::TermsThen).
  // REQUIRES that what all of them reserve fits every cap, capacity and need at once.
  void SetNeedWith(std::int32_t requirement, std::int64_t need, std::span<const std::int64_t> capacities,
                   std::span<const match::PairTerm> terms);
  // `terms`: likewise.
  void Withdraw(std::span<const std::int32_t> suppliers, std::span<const match::PairTerm> terms);
  Added Add(const NewSupplier& supplier);

  // Contract: Residual::Heed.
  void Heed(const StopToken& stop) { stop_ = &stop; }
  bool interrupted() const { return interrupted_; }
  void Resume() { interrupted_ = false; }

 private:
  struct Amount {
    Node node;
    std::int64_t quanta = 0;
  };

  void Lacks(Node node, std::int64_t quanta);
  void HasTooMuch(Node node, std::int64_t quanta);
  static void AddUp(std::vector<Amount>& amounts);
  void Settle();
  void SupplyFirst();
  bool MayGoOn();
  void Supply(Amount lacking);
  void Drain(Amount excess);
  std::int64_t MoveAlong(const std::vector<Node>& path, std::int64_t most);

  // Contracts end of which the offer can't carry any more what they reserve. How much its lanes then carry
  // less; the requirements lack it.
  std::int64_t Release(std::int32_t offer);
  std::int64_t ReleaseTerm(std::int32_t term, std::int64_t to);
  void Reserve(std::int32_t term, std::int64_t quanta);
  void SetTerms(std::span<const match::PairTerm> terms);
  void MoveNeed(std::int32_t requirement, std::int64_t need);
  std::int64_t ReservedOfAggregator(std::int32_t aggregator) const;
  // These know offers, suppliers and aggregators alike.
  void Cut(Node node, std::int64_t to);
  void Empty(std::int32_t offer);
  void Shed(Node offer);
  void GiveBack(Node node, std::int64_t quanta);
  void Use(Node node);
  void Raise(Node node, std::int64_t to);
  void Carry(Node node, std::int64_t quanta);
  std::int64_t CutLanes(std::int32_t requirement);
  std::int64_t UseLanes(std::int32_t requirement);
  std::int64_t Lower(std::int32_t requirement, std::int64_t to);
  void LetSend(std::int32_t requirement, std::int64_t more);
  void NetAmounts();
  std::int64_t BestWorth(std::int32_t offer) const;

  State& state_;
  Search& forward_;
  Search& backward_;
  std::vector<Amount> lacking_, excess_;
  const StopToken* stop_ = nullptr;
  bool interrupted_ = false;
};

}  // namespace pasok::study
