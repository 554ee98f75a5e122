#include "engine/study/scenario/need_by_day.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace pasok::study {
namespace {

constexpr Date kBeforeAll{std::numeric_limits<std::int32_t>::min()};

Grams Times(Grams need, std::int64_t millionths) {
  return std::min(Grams{RoundHalfUp(Int128{need.value} * millionths, 1'000'000)}, NeedByDay::kMost);
}

}  // namespace

NeedByDay::NeedByDay(Grams before)
    : before_(before), undated_(std::min(before, kMost)), pieces_{{.from = kBeforeAll, .need = undated_}} {}

void NeedByDay::Multiply(const MenuFactor& factor) {
  if (factor.HoldsOn(std::nullopt)) undated_ = Times(undated_, factor.millionths);
  const std::size_t first = factor.from ? PieceFrom(*factor.from) : 0;
  const std::size_t end = factor.to ? PieceFrom(Date{factor.to->days + 1}) : pieces_.size();
  for (std::size_t i = first; i < end; ++i) pieces_[i].need = Times(pieces_[i].need, factor.millionths);
}

NeedByDay::Outcome NeedByDay::Try(const MenuFactor& factor) const {
  Outcome outcome;
  const auto look = [&](Grams need) {
    const Grams then = Times(need, factor.millionths);
    outcome.differs = outcome.differs || then != need;
    outcome.most = std::max(outcome.most, then);
  };
  if (factor.HoldsOn(std::nullopt)) look(undated_);
  auto piece = std::ranges::upper_bound(pieces_, factor.from.value_or(kBeforeAll), {}, &Piece::from) - 1;
  for (; piece != pieces_.end() && (!factor.to || piece->from <= *factor.to); ++piece) look(piece->need);
  return outcome;
}

Grams NeedByDay::most() const {
  return std::max(undated_, std::ranges::max_element(pieces_, {}, &Piece::need)->need);
}

std::size_t NeedByDay::PieceFrom(Date day) {
  const auto after = std::ranges::upper_bound(pieces_, day, {}, &Piece::from);
  const Piece before = *(after - 1);
  const auto piece =
      before.from == day ? after - 1 : pieces_.insert(after, {.from = day, .need = before.need});
  return static_cast<std::size_t>(piece - pieces_.begin());
}

}  // namespace pasok::study
