// The difference in a few sentences, in both languages.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <span>

#include "client/diff/diff_report.h"
#include "client/figures.h"

namespace pasok::client {
namespace {

using Sentence = v1::Report::Sentence;

Sentence Say(const std::string& english, const std::string& indonesian) {
  Sentence sentence;
  sentence.set_english(english);
  sentence.set_indonesian(indonesian);
  return sentence;
}

Sentence SayAsked(const Compared& plans) {
  std::string english, indonesian;
  for (const Asked& asked : AskedOf(plans.before, plans.after)) {
    if (!asked.differs()) continue;
    english += (english.empty() ? "" : ", ") + asked.name.english;
    indonesian += (indonesian.empty() ? "" : ", ") + asked.name.indonesian;
  }
  if (english.empty())
    return Say("Both plans were asked the same: dataset, days, regions, policy and scenario.",
               "Kedua rencana ditanyakan sama: dataset, hari, wilayah, kebijakan dan skenario.");
  return Say("Not asked the same: other " + english + ".",
             "Pertanyaannya tidak sama; berbeda: " + indonesian + ".");
}

std::string DayOr(const std::string& day, const char* undated) { return day.empty() ? undated : day; }

std::string Listed(const std::vector<std::string>& days) {
  std::string listed;
  for (const std::string& day : days) listed += (listed.empty() ? "" : ", ") + day;
  return listed;
}

// Where the days aren't the same.
std::vector<Sentence> SayDays(const DayPairs& days) {
  std::vector<Sentence> said;
  if (!days.are_shared) {
    const auto& [before, after] = days.pairs.front();
    said.push_back(Say("The plans have no day in common: " + DayOr(after, "the undated day") +
                           " is laid beside " + DayOr(before, "the undated day") +
                           (days.pairs.size() > 1 ? ", and so on, in the order of the days." : "."),
                       "Kedua rencana tidak punya hari yang sama: " + DayOr(after, "hari tanpa tanggal") +
                           " dibandingkan dengan " + DayOr(before, "hari tanpa tanggal") +
                           (days.pairs.size() > 1 ? ", dan seterusnya, menurut urutan hari." : ".")));
  }
  if (days.are_all()) return said;
  const std::string shared = Counted(static_cast<std::int64_t>(days.pairs.size()), "day");
  const std::string count = Grouped(static_cast<std::int64_t>(days.pairs.size()));
  const auto left_out = [&](const char* of_before, const char* of_after) {
    std::string words;
    if (!days.left_out_before.empty()) words += Listed(days.left_out_before) + of_before;
    if (!words.empty() && !days.left_out_after.empty()) words += "; ";
    if (!days.left_out_after.empty()) words += Listed(days.left_out_after) + of_after;
    return words;
  };
  said.push_back(Say("All figures are of the " + shared + " that " +
                         (days.are_shared ? "both plans have" : "lie beside each other") +
                         ". Left out: " + left_out(" (before)", " (after)") + ".",
                     "Semua angka adalah dari " + count + " hari yang " +
                         (days.are_shared ? "ada di kedua rencana" : "dibandingkan") +
                         ". Tidak dihitung: " + left_out(" (sebelumnya)", " (sesudahnya)") + "."));
  return said;
}

std::string Moved(std::int64_t difference, const std::string& amount, const char* more, const char* less,
                  const char* same) {
  if (difference == 0) return same;
  return amount + ' ' + (difference > 0 ? more : less);
}

Sentence SayFigures(const PlanDiff& diff, std::int64_t shortage) {
  const std::int64_t money = diff.totals.after.amounts.money_sen - diff.totals.before.amounts.money_sen;
  const std::int64_t grams = diff.totals.after.amounts.grams - diff.totals.before.amounts.grams;
  const auto sentence = [&](const char* money_word, const char* delivered, const char* short_word,
                            const char* more, const char* less, const char* same) {
    return money_word + Moved(money, Rupiah(std::abs(money)), more, less, same) + delivered +
           Moved(grams, Kilograms(std::abs(grams)), more, less, same) + short_word +
           Moved(shortage, Kilograms(std::abs(shortage)), more, less, same) + ".";
  };
  return Say(sentence("Money: ", "; delivered: ", "; shortage: ", "more", "less", "the same"),
             sentence("Uang: ", "; terkirim: ", "; kekurangan: ", "lebih banyak", "lebih sedikit", "tetap"));
}

struct Named {
  Change change;
  const char *english, *indonesian;
};

// "3 new, 2 dropped": of the changes that there are.
BothLanguages Counts(const auto& changes, std::span<const Named> names) {
  BothLanguages counts;
  for (const Named& name : names) {
    const auto count =
        std::ranges::count_if(changes, [&](const auto& each) { return each.change == name.change; });
    if (count == 0) continue;
    const std::string comma = counts.english.empty() ? "" : ", ";
    counts.english += comma + Grouped(count) + " " + name.english;
    counts.indonesian += comma + Grouped(count) + " " + name.indonesian;
  }
  return counts;
}

Sentence SaySuppliers(const PlanDiff& diff) {
  static constexpr std::array kNames{
      Named{Change::kAdded, "new", "baru"},
      Named{Change::kRemoved, "dropped", "tidak lagi"},
      Named{Change::kMore, "with more kg", "dengan lebih banyak kg"},
      Named{Change::kLess, "with fewer kg", "dengan lebih sedikit kg"},
      Named{Change::kMoved, "with as many kg for other kitchens, commodities or days",
            "dengan kg yang sama untuk dapur, komoditas atau hari lain"},
      Named{Change::kRepriced, "at another price or haulage", "dengan harga atau ongkos angkut lain"}};
  const BothLanguages counts = Counts(diff.suppliers, kNames);
  return Say("Suppliers: " + counts.english + ".", "Pemasok: " + counts.indonesian + ".");
}

Sentence SayKitchens(const PlanDiff& diff) {
  const std::string others = Grouped(std::ranges::count_if(diff.kitchens, [](const PartyChange& kitchen) {
    return kitchen.partners_gained + kitchen.partners_lost > 0;
  }));
  const std::string all = Grouped(static_cast<std::int64_t>(diff.kitchens.size()));
  return Say("Kitchens: " + all + " with other deliveries, " + others + " of them from other suppliers.",
             "Dapur: " + all + " dengan kiriman lain, " + others + " di antaranya dari pemasok lain.");
}

Sentence SayAllocations(const PlanDiff& diff) {
  static constexpr std::array kNames{
      Named{Change::kRemoved, "removed", "tidak lagi"}, Named{Change::kMore, "larger", "lebih besar"},
      Named{Change::kLess, "smaller", "lebih kecil"},
      Named{Change::kRepriced, "at another price or haulage", "dengan harga atau ongkos angkut lain"},
      Named{Change::kAdded, "added", "baru"}};
  const std::string was = Grouped(diff.totals.before.amounts.rows),
                    same = Grouped(diff.unchanged_allocations);
  const BothLanguages counts = Counts(diff.allocations, kNames);
  const std::string comma = counts.english.empty() ? "" : "; ";
  return Say("Allocations: of " + was + " before, " + same + " unchanged" + comma + counts.english + ".",
             "Alokasi: dari " + was + " sebelumnya, " + same + " tetap" + comma + counts.indonesian + ".");
}

}  // namespace

std::vector<Sentence> SentencesOf(const Compared& plans) {
  std::vector<Sentence> said{SayAsked(plans)};
  std::ranges::move(SayDays(plans.days), std::back_inserter(said));
  std::int64_t shortage = 0;
  for (const CommodityChange& commodity : plans.diff.commodities)
    shortage += commodity.short_grams.after - commodity.short_grams.before;
  said.push_back(SayFigures(plans.diff, shortage));
  if (plans.diff.empty()) {
    said.push_back(Say("The plans deliver the same: every allocation and every shortage is as it was.",
                       "Kedua rencana mengirim hal yang sama: setiap alokasi dan kekurangan tetap."));
    return said;
  }
  if (!plans.diff.suppliers.empty()) {
    said.push_back(SaySuppliers(plans.diff));
    said.push_back(SayKitchens(plans.diff));
  }
  said.push_back(SayAllocations(plans.diff));
  return said;
}

}  // namespace pasok::client
