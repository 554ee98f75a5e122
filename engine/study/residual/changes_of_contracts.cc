// What contracts reserve and cap, set anew.
#include <algorithm>

#include "engine/study/residual/changes.h"

namespace pasok::study {

// A lane that carries only what was reserved may cost more than it is worth.
std::int64_t Changes::ReleaseTerm(std::int32_t i, std::int64_t to) {
  const match::PairTerm& term = state_.ground().terms[i];
  if (state_.reserved[i] <= to) return 0;
  state_.SetReserved(i, to);
  const LaneState lane = state_.flows[state_.FindFlow(term.offer, term.requirement)];
  const std::int64_t reduced =
      lane.unit + state_.offers[term.offer].price - state_.requirements[term.requirement].price;
  if (reduced <= 0 || lane.quanta <= to) return 0;
  state_.AddFlow(term.offer, term.requirement, lane.unit, to - lane.quanta);
  Lacks(RequirementNode(term.requirement), lane.quanta - to);
  return lane.quanta - to;
}

// What its lane carries less than that the offer gives more, and the requirement has too much.
void Changes::Reserve(std::int32_t i, std::int64_t quanta) {
  const match::PairTerm& term = state_.ground().terms[i];
  state_.SetReserved(i, quanta);
  const std::int32_t flow = state_.FindFlow(term.offer, term.requirement);
  const std::int64_t more = quanta - (flow == kNone ? 0 : state_.flows[flow].quanta);
  if (more <= 0) return;
  state_.AddFlow(term.offer, term.requirement, state_.Unit(term.offer, term.requirement), more);
  Lacks(OfferNode(term.offer), more);
  HasTooMuch(RequirementNode(term.requirement), more);
}

void Changes::SetTerms(std::span<const match::PairTerm> terms) {
  for (const match::PairTerm& term : terms) {
    const std::int32_t i = state_.ground().FindTerm(term.offer, term.requirement);
    const Node offer = OfferNode(term.offer), requirement = RequirementNode(term.requirement);
    const std::int64_t old_cap = state_.term_caps[i];
    state_.SetTermCap(i, term.cap);
    if (term.reserved < state_.reserved[i]) {
      HasTooMuch(offer, ReleaseTerm(i, term.reserved));
      Shed(offer);
    } else if (term.reserved > state_.reserved[i]) {
      Reserve(i, term.reserved);
    }
    if (term.cap > old_cap) {
      const std::int64_t unit = state_.Unit(offer.index, requirement.index);
      Lacks(requirement, Lower(requirement.index, unit + state_.Price(offer)));
    }
    if (term.cap < old_cap) Lacks(requirement, CutLanes(requirement.index));
  }
}

std::int64_t Changes::Release(std::int32_t o) {
  if (state_.ReservedOf(o) == 0) return 0;
  const Ground& ground = state_.ground();
  const auto offer = [&](std::int32_t i) { return ground.terms[i].offer; };
  std::int64_t released = 0;
  for (const std::int32_t term : std::ranges::equal_range(ground.terms_by_offer, o, {}, offer))
    released += ReleaseTerm(term, 0);
  return released;
}

std::int64_t Changes::ReservedOfAggregator(std::int32_t a) const {
  std::int64_t reserved = 0;
  if (state_.reserved.empty()) return reserved;
  state_.ForEachThrough(a, [&](std::int32_t s) {
    state_.ForEachOffer(s, [&](std::int32_t o) { reserved += state_.ReservedOf(o); });
  });
  return reserved;
}

}  // namespace pasok::study
