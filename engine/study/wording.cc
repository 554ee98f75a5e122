#include "engine/study/wording.h"

#include <utility>

#include "engine/match/files/plan_figures.h"
#include "engine/match/plain_numbers.h"

namespace pasok::study {
namespace {

std::string WithCode(const std::string& name, const std::string& code) {
  std::string as_code = name;
  for (char& c : as_code) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name.empty() || as_code == code ? code : name + " (" + code + ")";
}

}  // namespace

Sentence NameWithCode(const CommodityRule& rule) {
  return {.english = WithCode(rule.name_en, rule.code), .indonesian = WithCode(rule.name_id, rule.code)};
}

Sentence Capitalised(Sentence beginning) {
  for (std::string* text : {&beginning.english, &beginning.indonesian}) {
    if (!text->empty() && text->front() >= 'a' && text->front() <= 'z') text->front() += 'A' - 'a';
  }
  return beginning;
}

std::string RupiahPerKg(std::int64_t sen_per_kg) { return Rupiah(sen_per_kg) + " per kg"; }

std::string RupiahPerKg(std::int64_t sen, Grams quantum) {
  std::string text = match::PricePerKgText(sen, quantum);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return "Rp " + match::Grouped(std::move(text)) + " per kg";
}

std::int64_t SenPerKgOf(std::int64_t sen, Grams quantum) {
  return static_cast<std::int64_t>(match::RoundHalfUpSigned(Int128{sen} * 1000, quantum.value));
}

}  // namespace pasok::study
