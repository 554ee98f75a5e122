#include "engine/study/wording.h"

#include <algorithm>
#include <utility>

#include "engine/match/files/plan_figures.h"
#include "engine/match/plain_numbers.h"

namespace pasok::study {
namespace {

std::string WithoutZeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// With a narrow no-break space between thousands, in the whole part.
std::string Grouped(std::string text) {
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) {
    at -= 3;
    text.insert(at, "\u202F");
  }
  return text;
}

std::string WithCode(const std::string& name, const std::string& code) {
  std::string as_code = name;
  for (char& c : as_code) c = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name.empty() || as_code == code ? code : name + " (" + code + ")";
}

}  // namespace

Sentence NameWithCode(const CommodityRule& rule) {
  return {.english = WithCode(rule.name_en, rule.code), .indonesian = WithCode(rule.name_id, rule.code)};
}

std::string Rupiah(Int128 sen) {
  std::string text = match::RupiahText(sen, 2);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return "Rp " + Grouped(std::move(text));
}

std::string RupiahPerKg(std::int64_t sen_per_kg) { return Rupiah(sen_per_kg) + " per kg"; }

std::string RupiahPerKg(std::int64_t sen, Grams quantum) {
  std::string text = match::PricePerKgText(sen, quantum);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return "Rp " + Grouped(std::move(text)) + " per kg";
}

std::string Kg(Int128 quanta, Grams quantum) {
  return Grouped(match::KgText(quanta * quantum.value)) + " kg";
}

std::string Km(Metres road) { return Grouped(WithoutZeros(match::KmText(road))) + " km"; }

std::string Number(std::int64_t number) { return Grouped(std::to_string(number)); }

std::string Counted(std::int64_t count, const char* one, const char* many) {
  return Number(count).append(" ").append(count == 1 ? one : many);
}

std::int64_t SenPerKgOf(std::int64_t sen, Grams quantum) {
  return static_cast<std::int64_t>(match::RoundHalfUpSigned(Int128{sen} * 1000, quantum.value));
}

}  // namespace pasok::study
