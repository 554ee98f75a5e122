#include "engine/register/policy_menu_read.h"

#include <algorithm>
#include <utility>

#include "engine/register/codes.h"
#include "engine/register/nearest.h"
#include "engine/register/words.h"

namespace pasok {
namespace {

constexpr std::string_view kDayExpected =
    "the commodities of a day: a list of names, such as [beras, telur], or a mapping from names to grams";

}  // namespace

Menu MenuReader::Read(const YamlNode& value, const std::string& path) {
  Menu menu;
  if (value.kind == Kind::kNull) return menu;
  std::vector<MenuItem> usual;
  const YamlNode* days = nullptr;
  bool days_given = false;
  ReadMap(value, path,
          std::vector<Key>{
              {"cycle_starts_on",
               [&](const YamlNode& date, const std::string& at) {
                 constexpr std::string_view kExpected = "a date, such as 2026-01-05";
                 if (!CheckKind(date, at, Kind::kScalar, kExpected)) return;
                 menu.cycle_starts_on = ParseDate(date.text);
                 const bool in_range =
                     menu.cycle_starts_on >= limits::kFirstDate && menu.cycle_starts_on <= limits::kLastDate;
                 if (!menu.cycle_starts_on) Fault(code::kBadDate, date, at, kExpected);
                 if (menu.cycle_starts_on && !in_range)
                   Fault(code::kOutOfRange, date, at, "a date from 2000 to 2100");
               }},
              {"portions_grams",
               [&](const YamlNode& portions, const std::string& at) {
                 ForEachEntry(portions, at,
                              [&](const YamlNode& name, const YamlNode& grams, const std::string& of_name) {
                                names_.emplace_back(&name, at);
                                usual.push_back({name.text, ReadPortions(grams, of_name)});
                              });
                 std::ranges::sort(usual, {}, &MenuItem::commodity);
               }},
              {"days",
               [&](const YamlNode& list, const std::string& at) {
                 days_given = true;
                 if (CheckKind(list, at, Kind::kSequence, "a list of the cycle's days")) days = &list;
               }},
              {"most_kg_per_day",
               [&](const YamlNode& caps, const std::string& at) { ReadMostPerDay(caps, at, menu); }}});
  if (value.kind == Kind::kMap && !days_given) {
    Fault(code::kMissingValue, value, path + ".days", "a list of the cycle's days",
          "without them there is no menu: write them, or leave `menu` out");
  }
  if (days == nullptr) return menu;
  if (days->items.empty() || days->items.size() > limits::kMenuDays) {
    Fault(code::kOutOfRange, *days, path + ".days",
          "from 1 to " + std::to_string(limits::kMenuDays) + " days");
    return menu;
  }
  for (std::size_t i = 0; i < days->items.size(); ++i) {
    menu.days.push_back(ReadDay(days->items[i], path + ".days." + std::to_string(i + 1), usual));
  }
  menu.usual = std::move(usual);
  const bool date_given = std::ranges::any_of(
      value.entries, [](const auto& entry) { return entry.first.text == "cycle_starts_on"; });
  if (!date_given) {
    Fault(code::kMissingValue, value, path + ".cycle_starts_on",
          "the date of the cycle's first day, such as 2026-01-05");
  }
  return menu;
}

// One figure for all groups, or a mapping from groups to theirs.
MenuReader::Portions MenuReader::ReadPortions(const YamlNode& value, const std::string& path) {
  Portions portions{};
  if (value.kind != Kind::kMap) {
    if (const auto grams = Number(value, path, limits::kPortionGrams)) portions.fill({*grams});
    return portions;
  }
  std::vector<Key> keys;
  for (std::size_t i = 0; i < portions.size(); ++i)
    keys.push_back({kRecipientGroupWords[i], Into(portions[i], limits::kPortionGrams)});
  ReadMap(value, path, keys);
  return portions;
}

std::vector<MenuItem> MenuReader::ReadDay(const YamlNode& value, const std::string& path,
                                          const std::vector<MenuItem>& usual) {
  std::vector<MenuItem> day;
  if (value.kind == Kind::kMap) {
    ForEachEntry(value, path, [&](const YamlNode& name, const YamlNode& grams, const std::string& at) {
      AddItem(name, grams.kind == Kind::kNull ? nullptr : &grams, at, usual, day);
    });
  } else if (CheckKind(value, path, Kind::kSequence, kDayExpected)) {
    for (const YamlNode& name : value.items) {
      if (!CheckKind(name, path, Kind::kScalar, kDayExpected)) continue;
      AddItem(name, nullptr, path, usual, day);
    }
  }
  std::ranges::sort(day, {}, &MenuItem::commodity);
  return day;
}

void MenuReader::AddItem(const YamlNode& name, const YamlNode* portions, const std::string& path,
                         const std::vector<MenuItem>& usual, std::vector<MenuItem>& day) {
  names_.emplace_back(&name, path);
  if (std::ranges::find(day, name.text, &MenuItem::commodity) != day.end()) {
    return Fault(code::kDuplicatePolicyKey, name, path, "each commodity once a day", "remove one");
  }
  if (portions) return day.push_back({name.text, ReadPortions(*portions, path)});
  const auto found = std::ranges::find(usual, name.text, &MenuItem::commodity);
  if (found == usual.end()) {
    return Fault(code::kMissingValue, name, path, "the grams of a portion",
                 "name the commodity in portions_grams");
  }
  day.push_back(*found);
  day.back().is_usual = true;
}

void MenuReader::ReadMostPerDay(const YamlNode& value, const std::string& path, Menu& menu) {
  ForEachEntry(value, path, [&](const YamlNode& name, const YamlNode& kg, const std::string& at) {
    names_.emplace_back(&name, path);
    if (const auto grams = Number(kg, at, limits::kMostPerDayKg))
      menu.most_per_day.push_back({name.text, {*grams}});
  });
  std::ranges::sort(menu.most_per_day, {}, &MostPerDay::commodity);
}

void MenuReader::CheckCommodities(const Policy& policy) {
  std::vector<std::string_view> known;
  for (const CommodityRule& rule : policy.commodities) known.push_back(rule.code);
  NameGuesser guesser(std::move(known));
  for (const auto& [name, path] : names_) {
    if (policy.FindCommodity(name->text) != nullptr) continue;
    const std::string guess = DidYouMean(guesser.Guess(name->text));
    Fault(code::kUnknownCommodity, *name, path, "a commodity of the policy",
          guess.empty() ? "add it to the policy's commodities" : guess);
  }
}

}  // namespace pasok
