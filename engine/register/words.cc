#include "engine/register/words.h"

#include <span>

namespace pasok {
namespace {

template <class Enum>
std::optional<Enum> FromWord(std::span<const std::string_view> words, std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view ToWord(Tier tier) { return kTierWords[static_cast<std::size_t>(tier)]; }
std::string_view ToWord(SupplierKind kind) { return kSupplierKindWords[static_cast<std::size_t>(kind)]; }
std::string_view ToWord(DemandKind kind) { return kDemandKindWords[static_cast<std::size_t>(kind)]; }
std::string_view ToWord(RecipientGroup group) {
  return kRecipientGroupWords[static_cast<std::size_t>(group)];
}

std::optional<Tier> TierFromWord(std::string_view word) { return FromWord<Tier>(kTierWords, word); }
std::optional<SupplierKind> SupplierKindFromWord(std::string_view word) {
  return FromWord<SupplierKind>(kSupplierKindWords, word);
}
std::optional<DemandKind> DemandKindFromWord(std::string_view word) {
  return FromWord<DemandKind>(kDemandKindWords, word);
}
std::optional<RecipientGroup> RecipientGroupFromWord(std::string_view word) {
  return FromWord<RecipientGroup>(kRecipientGroupWords, word);
}

}  // namespace pasok
