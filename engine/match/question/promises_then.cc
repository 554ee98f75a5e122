// What contracts come to were something else so.
#include <algorithm>
#include <utility>

#include "engine/match/question/promises.h"

namespace pasok::match {

// What a contract wants, and keeps, its rows hold.
void Promises::SetWanted(std::int32_t i, std::int64_t wanted) {
  const std::int64_t more = wanted - std::exchange(wanted_.at(i), wanted);
  if (more == 0) return;
  for (const SharedRow& row : SharedBy(instance_.contracts[i])) {
    if (row.second != kNone) shares_.at(row).wanted += more;
  }
}

void Promises::SetKept(std::int32_t i, std::int64_t kept) {
  const std::int64_t more = kept - std::exchange(kept_.at(i), kept);
  if (more == 0) return;
  for (const SharedRow& row : SharedBy(instance_.contracts[i])) {
    if (row.second != kNone) shares_.at(row).kept += more;
  }
}

// Makes all so, what is kept apart. Returns the rows of what then wants something else, or of which there is
// something else, where they are scarce or were: nothing else is scarce that wasn't, or the other way round.
std::set<Promises::SharedRow> Promises::Apply(const Change& change, Undo& undo) {
  std::set<SharedRow> touched, scarce;
  for (const auto& [r, row] : change.requirements) {
    const SharedRow need(BrokenBy::kNeed, r);
    if (!shares_.contains(need)) continue;
    undo.requirements.emplace_back(r, row);
    touched.insert(need);
    for (const std::int32_t i : shares_.at(need).members) undo.wanted.emplace(i, WantedOf(i, row));
  }
  for (const std::int32_t s : change.lost) {
    const auto contracts = of_supplier_.find(s);
    if (contracts == of_supplier_.end()) continue;
    gone_.insert(contracts->second.begin(), contracts->second.end());
    for (const std::int32_t i : contracts->second) undo.wanted[i] = 0;
  }
  std::erase_if(undo.wanted, [&](const auto& then) {
    return then.second == wanted_.at(then.first) && !gone_.contains(then.first);
  });
  for (const auto& [i, wanted] : undo.wanted) {
    for (const SharedRow& row : SharedBy(instance_.contracts[i])) {
      if (row.second != kNone) touched.insert(row);
    }
  }
  const auto add_scarce = [&] {
    for (const SharedRow& row : touched) {
      if (IsScarce(row)) scarce.insert(row);
    }
  };
  add_scarce();
  undo.Swap(*this);
  add_scarce();
  return scarce;
}

// What was so goes where what is so stands, and the other way round.
void Promises::Undo::Swap(Promises& promises) {
  for (auto& [r, row] : requirements) std::swap(promises.requirements_[r], row);
  for (auto& [i, quanta] : wanted) {
    const std::int64_t now = promises.wanted_.at(i);
    promises.SetWanted(i, std::exchange(quanta, now));
  }
}

// Of the rows that a change touches and that are scarce or were: weighs anew what they hold together.
void Promises::KeepAnew(const std::set<SharedRow>& scarce, Undo& undo) {
  std::set<std::int32_t> anew;
  for (const auto& [i, wanted] : undo.wanted) anew.insert(i);
  std::set<SharedRow> seen = scarce;
  std::vector<SharedRow> waiting(scarce.begin(), scarce.end());
  while (!waiting.empty()) {
    const SharedRow row = waiting.back();
    waiting.pop_back();
    for (const std::int32_t member : shares_.at(row).members) {
      if (!anew.insert(member).second && !undo.wanted.contains(member)) continue;
      for (const SharedRow& other : SharedBy(instance_.contracts[member])) {
        if (IsScarce(other) && seen.insert(other).second) waiting.push_back(other);
      }
    }
  }
  for (const std::int32_t i : anew) undo.kept.emplace(i, std::exchange(kept_.at(i), wanted_.at(i)));
  Keep(std::vector(seen.begin(), seen.end()));
  for (const auto& [i, before] : undo.kept) {
    const std::int64_t kept = std::exchange(kept_.at(i), before);
    SetKept(i, kept);
  }
}

std::vector<PairTerm> Promises::TermsThen(const Change& change) {
  Undo undo;
  KeepAnew(Apply(change, undo), undo);
  std::set<std::int32_t> changed, felt;  // requirements
  for (const auto& [r, row] : undo.requirements) changed.insert(r);
  for (const auto& [i, before] : undo.kept) {
    if (before != kept_.at(i)) felt.insert(instance_.contracts[i].requirement);
  }
  felt.insert(changed.begin(), changed.end());
  std::vector<std::pair<std::int32_t, PairTerm>> then;  // by contract
  for (const std::int32_t r : felt) {
    for (const std::int32_t i : shares_.at({BrokenBy::kNeed, r}).members) {
      if (gone_.contains(i)) continue;
      PairTerm term = TermOf(i);
      if (term.cap == requirements_[r].lane_cap) term.cap = kNoOwnCap;
      then.emplace_back(i, term);
    }
  }
  for (const auto& [i, before] : undo.kept) SetKept(i, before);
  undo.Swap(*this);
  gone_.clear();

  std::vector<PairTerm> terms;
  for (const auto& [i, term] : then) {
    const PairTerm now = TermOf(i);
    const std::int64_t cap = term.cap == kNoOwnCap ? requirements_[term.requirement].lane_cap : term.cap;
    if (changed.contains(term.requirement) || now.reserved != term.reserved || now.cap != cap)
      terms.push_back(term);
  }
  std::ranges::sort(terms, {}, [](const PairTerm& term) { return std::pair(term.requirement, term.offer); });
  return terms;
}

}  // namespace pasok::match
