#include "engine/study/residual/path.h"

namespace pasok::study {
namespace {

Node TailOf(const Step& step) {
  switch (step.arc) {
    case ArcKind::kSupply:
    case ArcKind::kShortage:
      return kSource;
    case ArcKind::kOffer:
      return step.supplier == kNone ? kSource : SupplierNode(step.supplier);
    case ArcKind::kLane:
      return OfferNode(step.offer);
  }
  return kSource;
}

Node HeadOf(const Step& step) {
  switch (step.arc) {
    case ArcKind::kSupply:
      return SupplierNode(step.supplier);
    case ArcKind::kOffer:
      return OfferNode(step.offer);
    case ArcKind::kLane:
    case ArcKind::kShortage:
      return RequirementNode(step.requirement);
  }
  return kSource;
}

}  // namespace

Node Step::From() const { return back ? HeadOf(*this) : TailOf(*this); }
Node Step::To() const { return back ? TailOf(*this) : HeadOf(*this); }

}  // namespace pasok::study
