#include "engine/match/figures_in_words.h"

#include <algorithm>
#include <utility>

#include "engine/match/plain_numbers.h"

namespace pasok::match {

std::string Grouped(std::string decimal) {
  const std::size_t first = decimal.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(decimal.find('.'), decimal.size()); at > first + 3;) {
    at -= 3;
    decimal.insert(at, "\u202F");
  }
  return decimal;
}

std::string Number(std::int64_t number) { return Grouped(std::to_string(number)); }

std::string Rupiah(Int128 sen) {
  std::string text = RupiahText(sen, 2);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return "Rp " + Grouped(std::move(text));
}

std::string Kg(Int128 quanta, Grams quantum) { return Grouped(KgText(quanta * quantum.value)) + " kg"; }

// A kilogram has as many grams as a kilometre has metres.
std::string Km(Metres road) { return Grouped(KgText(road.value)) + " km"; }

std::string Counted(std::int64_t count, std::string_view one, std::string_view several) {
  return Number(count).append(" ").append(count == 1 ? one : several);
}

}  // namespace pasok::match
