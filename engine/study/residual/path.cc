#include "engine/study/residual/path.h"

namespace pasok::study {
namespace {

Node TailOf(const Step& step) {
  switch (step.arc) {
    case ArcKind::kHandling:
    case ArcKind::kShortage:
      return kSource;
    case ArcKind::kSupply:
      return step.aggregator == kNone ? kSource : AggregatorNode(step.aggregator);
    case ArcKind::kOffer:
      if (step.supplier != kNone) return SupplierNode(step.supplier);
      return step.aggregator == kNone ? kSource : AggregatorNode(step.aggregator);
    case ArcKind::kLane:
      return OfferNode(step.offer);
    case ArcKind::kTransfer:
      return step.sender == kNone ? kSource : RequirementNode(step.sender);
  }
  return kSource;
}

Node HeadOf(const Step& step) {
  switch (step.arc) {
    case ArcKind::kHandling:
      return AggregatorNode(step.aggregator);
    case ArcKind::kSupply:
      return SupplierNode(step.supplier);
    case ArcKind::kOffer:
      return OfferNode(step.offer);
    case ArcKind::kLane:
    case ArcKind::kShortage:
    case ArcKind::kTransfer:
      return RequirementNode(step.requirement);
  }
  return kSource;
}

}  // namespace

Node Step::From() const { return back ? HeadOf(*this) : TailOf(*this); }
Node Step::To() const { return back ? TailOf(*this) : HeadOf(*this); }

}  // namespace pasok::study
