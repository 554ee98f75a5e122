#include <algorithm>
#include <array>
#include <set>

#include "engine/register/codes.h"
#include "engine/register/policy_read.h"
#include "engine/register/words.h"
#include "engine/study/scenario/codes.h"
#include "engine/study/scenario/scenario.h"
#include "engine/study/scenario/value_reader.h"
#include "engine/study/scenario/words.h"

namespace pasok::study {
namespace {

class ScenarioReader : private ValueReader {
 public:
  using ValueReader::ValueReader;

  Scenario Read(const YamlNode& root) {
    Scenario scenario{.file = file()};
    const std::set<std::string> given = ReadKeys(
        root, "",
        {{"version",
          [&](const YamlNode& value, const std::string& path) {
            if (value.kind != Kind::kScalar || value.quoted || value.text != "1") {
              Fault(pasok::code::kWrongVersion, value, path, "1, the version that this program reads");
            }
          }},
         {"name", NameInto(scenario.name, limits::kNameBytes)},
         {"changes", [&](const YamlNode& value, const std::string& path) {
            ReadChanges(value, path, scenario.changes);
          }}});
    Require(root, "", given, {"version", "name", "changes"});
    return scenario;
  }

 private:
  void ReadChanges(const YamlNode& value, const std::string& path, std::vector<Change>& changes) {
    if (!CheckKind(value, path, Kind::kSequence, "a list of changes")) return;
    if (value.items.empty()) Fault(code::kMissingKey, value, path, "at least one change");
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      ReadChange(value.items[i], path + '[' + std::to_string(i + 1) + ']', changes);
    }
  }

  void ReadChange(const YamlNode& item, const std::string& path, std::vector<Change>& changes) {
    if (!CheckKind(item, path, Kind::kMap, "a change, such as stop: {supplier: …}")) return;
    if (item.entries.size() != 1) {
      Fault(code::kTooManyKeys, item, path, "one change", "begin each change with '- '");
      return;
    }
    Change change{.what = SetActive{}, .at = At(item.entries.front().first)};
    const auto into = [&](auto read) {
      return [&change, read](const YamlNode& value, const std::string& at) { change.what = read(value, at); };
    };
    const auto adjust = [&](Adjust::What what) {
      return into(
          [this, what](const YamlNode& value, const std::string& at) { return ReadAdjust(value, at, what); });
    };
    const auto active = [&](bool is_active) {
      return into([this, is_active](const YamlNode& value, const std::string& at) {
        return ReadActive(value, at, is_active);
      });
    };
    ReadMap(
        item, path,
        {{"stop", active(false)},
         {"activate", active(true)},
         {"capacity", adjust(Adjust::What::kCapacity)},
         {"total_capacity", adjust(Adjust::What::kTotalCapacity)},
         {"price", adjust(Adjust::What::kPrice)},
         {"need", adjust(Adjust::What::kNeed)},
         {"add_supplier",
          into([this](const auto& value, const auto& at) { return ReadSupplier(value, at); })},
         {"add_offers", into([this](const auto& value, const auto& at) { return ReadAddOffers(value, at); })},
         {"add_demand_point",
          into([this](const auto& value, const auto& at) { return ReadDemandPoint(value, at); })},
         {"add_requirements",
          into([this](const auto& value, const auto& at) { return ReadAddRequirements(value, at); })},
         {"roads", into([this](const auto& value, const auto& at) { return ReadRoads(value, at); })},
         {"haulage", into([this](const auto& value, const auto& at) { return ReadHaulage(value, at); })},
         {"policy", into([this](const auto& value, const auto& at) { return ReadPolicyKeys(value, at); })}});
    changes.push_back(std::move(change));
  }

  SetActive ReadActive(const YamlNode& value, const std::string& path, bool active) {
    SetActive change{.which = {}, .active = active};
    const auto given = ReadKeys(value, path, SupplierKeys(change.which));
    if (value.kind == Kind::kMap && given.empty()) {
      Fault(code::kMissingKey, value, path, "which suppliers: supplier, region, kind or owner_group");
    }
    return change;
  }

  std::vector<Key> SupplierKeys(Choice& which) {
    return {{"supplier", NamesInto(which.suppliers)},
            {"region", NamesInto(which.regions)},
            {"kind", NamesInto(which.kinds, kSupplierKindWords)},
            {"owner_group", NamesInto(which.owner_groups)}};
  }

  Adjust ReadAdjust(const YamlNode& value, const std::string& path, Adjust::What what) {
    const AdjustWords& words = WordsOf(what);
    Adjust change{.what = what, .which = {}, .how = {}};
    Choice& which = change.which;
    std::vector<Key> keys = SupplierKeys(which);
    if (words.of_demand) {
      keys = {{"demand_point", NamesInto(which.demand_points)},
              {"region", NamesInto(which.regions)},
              {"kind", NamesInto(which.kinds, kDemandKindWords)},
              {"owner_group", NamesInto(which.owner_groups)}};
    }
    if (words.by_commodity) {
      keys.push_back({"commodity", NamesInto(which.commodities)});
      keys.push_back({"from", DayInto(which.from)});
      keys.push_back({"to", DayInto(which.to)});
    }
    int ways = 0;
    using How = Adjustment::How;
    const auto way = [&](How how, const NumberRule& rule) {
      return [this, how, &rule, &change, &ways, &words](const YamlNode& number, const std::string& at) {
        if (++ways > 1) return Fault(code::kTooManyKeys, number, at, "one of factor, add and set");
        change.how = {.how = how, .value = 0, .at = At(number)};
        if (how == How::kSet && words.may_be_unlimited && number.kind == Kind::kNull) {
          change.how.how = How::kUnlimited;
        } else {
          change.how.value = Number(number, at, rule).value_or(0);
        }
      };
    };
    keys.push_back({"factor", way(How::kFactor, kFactorRule)});
    keys.push_back({words.add, way(How::kAdd, words.add_rule)});
    keys.push_back({words.set, way(How::kSet, words.set_rule)});
    ReadMap(value, path, keys);
    if (value.kind != Kind::kMap) return change;
    if (ways == 0) {
      Fault(code::kMissingKey, value, path,
            "what becomes of it: factor, " + std::string(words.add) + " or " + std::string(words.set));
    }
    which.from_at = At(value);
    if (which.from && which.to && *which.from > *which.to) {
      FaultWindow(value, path, "to", "from");
    }
    return change;
  }

  AddSupplier ReadSupplier(const YamlNode& value, const std::string& path) {
    AddSupplier added;
    Supplier& row = added.row;
    std::optional<std::size_t> kind, status;
    std::optional<double> lat, lng;
    Name via;
    const auto given = ReadKeys(
        value, path,
        {{"supplier_id", NameInto(row.id, limits::kIdBytes)},
         {"name", NameInto(row.name, limits::kNameBytes)},
         {"kind", WordInto(kind, kSupplierKindWords)},
         {"region", NameInto(added.region)},
         {"lat", DegreesInto(lat, 90)},
         {"lng", DegreesInto(lng, 180)},
         {"status", WordInto(status, kStatusWords)},
         {"owner_group", NameInto(row.owner_group, limits::kNameBytes)},
         {"licences", LicencesInto(row.licences)},
         {"capacity_kg_per_day", IntoOptional(row.capacity_per_day, limits::kKg)},
         {"via", NameInto(via)},
         {"registered_on", DayInto(row.registered_on)},
         {"handling_kg_per_day", IntoOptional(row.handling_per_day, limits::kKg)},
         {"handling_fee_idr_per_kg", IntoOptional(row.handling_fee, limits::kRupiahPerKg)},
         {"offers",
          [&](const YamlNode& list, const std::string& at) { ReadOffers(list, at, added.offers); }}});
    Require(value, path, given, {"supplier_id", "name", "kind", "region"});
    row.kind = static_cast<SupplierKind>(kind.value_or(0));
    row.active = status.value_or(0) == 0;
    row.point = PointOf(value, path, lat, lng);
    if (!via.text.empty()) added.via = via;
    return added;
  }

  AddOffers ReadAddOffers(const YamlNode& value, const std::string& path) {
    AddOffers added;
    const auto given = ReadKeys(
        value, path,
        {{"supplier", NameInto(added.supplier)}, {"offers", [&](const YamlNode& list, const std::string& at) {
                                                    ReadOffers(list, at, added.offers);
                                                  }}});
    Require(value, path, given, {"supplier", "offers"});
    return added;
  }

  void ReadOffers(const YamlNode& list, const std::string& path, std::vector<NewOffer>& offers) {
    if (!CheckKind(list, path, Kind::kSequence, "a list of offers")) return;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const YamlNode& item = list.items[i];
      const std::string at = path + '[' + std::to_string(i + 1) + ']';
      NewOffer offer;
      Offer& row = offer.row;
      const auto given = ReadKeys(item, at,
                                  {{"commodity", NameInto(offer.commodity)},
                                   {"capacity_kg_per_day", Into(row.capacity_per_day, limits::kKg)},
                                   {"price_idr_per_kg", Into(row.price, limits::kRupiahPerKg)},
                                   {"lot_kg", IntoOptional(row.lot, limits::kLotKg)},
                                   {"min_delivery_kg", IntoOptional(row.min_delivery, limits::kKg)},
                                   {"available_from", DayInto(row.available_from)},
                                   {"available_to", DayInto(row.available_to)},
                                   {"weekdays", [&](const YamlNode& days, const std::string& days_path) {
                                      ReadWeekdays(days, days_path, row.weekdays);
                                    }}});
      Require(item, at, given, {"commodity", "capacity_kg_per_day", "price_idr_per_kg"});
      if (row.available_from && row.available_to && *row.available_from > *row.available_to) {
        FaultWindow(item, at, "available_to", "available_from");
      }
      if (item.kind == Kind::kMap) offers.push_back(std::move(offer));
    }
  }

  AddDemandPoint ReadDemandPoint(const YamlNode& value, const std::string& path) {
    AddDemandPoint added;
    DemandPoint& row = added.row;
    std::optional<std::size_t> kind;
    std::optional<double> lat, lng;
    std::vector<Key> keys{{"demand_id", NameInto(row.id, limits::kIdBytes)},
                          {"name", NameInto(row.name, limits::kNameBytes)},
                          {"kind", WordInto(kind, kDemandKindWords)},
                          {"region", NameInto(added.region)},
                          {"lat", DegreesInto(lat, 90)},
                          {"lng", DegreesInto(lng, 180)},
                          {"owner_group", NameInto(row.owner_group, limits::kNameBytes)},
                          {"priority", CountInto(row.priority, limits::kPriority)},
                          {"requirements", [&](const YamlNode& list, const std::string& at) {
                             ReadRequirements(list, at, added.requirements);
                           }}};
    for (std::size_t group = 0; group < kRecipientGroupWords.size(); ++group) {
      keys.push_back({kRecipientGroupWords[group], CountInto(row.recipients[group], limits::kRecipients)});
    }
    const auto given = ReadKeys(value, path, keys);
    Require(value, path, given, {"demand_id", "name", "kind", "region"});
    row.kind = static_cast<DemandKind>(kind.value_or(0));
    row.point = PointOf(value, path, lat, lng);
    return added;
  }

  AddRequirements ReadAddRequirements(const YamlNode& value, const std::string& path) {
    AddRequirements added;
    const auto given = ReadKeys(value, path,
                                {{"demand_point", NameInto(added.demand_point)},
                                 {"requirements", [&](const YamlNode& list, const std::string& at) {
                                    ReadRequirements(list, at, added.requirements);
                                  }}});
    Require(value, path, given, {"demand_point", "requirements"});
    return added;
  }

  void ReadRequirements(const YamlNode& list, const std::string& path,
                        std::vector<NewRequirement>& requirements) {
    if (!CheckKind(list, path, Kind::kSequence, "a list of requirements")) return;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const YamlNode& item = list.items[i];
      const std::string at = path + '[' + std::to_string(i + 1) + ']';
      NewRequirement requirement;
      const auto given = ReadKeys(item, at,
                                  {{"commodity", NameInto(requirement.commodity)},
                                   {"kg", Into(requirement.row.need, limits::kKg)},
                                   {"date", DayInto(requirement.row.date)}});
      Require(item, at, given, {"commodity", "kg"});
      if (item.kind == Kind::kMap) requirements.push_back(std::move(requirement));
    }
  }

  ChangeRoads ReadRoads(const YamlNode& value, const std::string& path) {
    ChangeRoads change;
    change.at = At(value);
    using How = ChangeRoads::How;
    int ways = 0;
    const auto way = [&](How how, const NumberRule& rule) {
      return [this, how, &rule, &change, &ways](const YamlNode& number, const std::string& at) {
        if (++ways > 1) return Fault(code::kTooManyKeys, number, at, "one of cut, km and factor");
        change.how = how;
        change.at = At(number);
        change.value = Number(number, at, rule).value_or(rule.most);
      };
    };
    const auto cut = [&](const YamlNode& word, const std::string& at) {
      if (++ways > 1) return Fault(code::kTooManyKeys, word, at, "one of cut, km and factor");
      change.how = How::kCut;
      change.at = At(word);
      static constexpr std::array<std::string_view, 1> kYes{"true"};
      Word(word, at, kYes);
    };
    Name to;
    const auto given = ReadKeys(value, path,
                                {{"region", NameInto(change.region)},
                                 {"to", NameInto(to)},
                                 {"cut", cut},
                                 {"km", way(How::kLength, limits::kKm)},
                                 {"factor", way(How::kFactor, kFactorRule)}});
    Require(value, path, given, {"region"});
    if (!to.text.empty()) change.to = to;
    if (value.kind != Kind::kMap) return change;
    if (ways == 0) Fault(code::kMissingKey, value, path, "what becomes of the roads: cut, km or factor");
    if (change.how == How::kLength && !change.to) {
      Fault(code::kMissingKey, value, path + ".to", "between which two regions: region and to");
    }
    if (change.how == How::kFactor && change.to) {
      Fault(code::kTooManyKeys, value, path + ".to", "a factor on all roads of one region",
            "give the km between the two instead");
    }
    return change;
  }

  ScaleHaulage ReadHaulage(const YamlNode& value, const std::string& path) {
    ScaleHaulage change;
    const auto given = ReadKeys(value, path,
                                {{"commodity", NamesInto(change.commodities)},
                                 {"factor", [&](const YamlNode& number, const std::string& at) {
                                    change.factor = Number(number, at, kFactorRule).value_or(0);
                                  }}});
    Require(value, path, given, {"factor"});
    return change;
  }

  ChangePolicy ReadPolicyKeys(const YamlNode& value, const std::string& path) {
    if (CheckKind(value, path, Kind::kMap, "keys as in a policy file")) {
      if (value.entries.empty()) Fault(code::kMissingKey, value, path, "at least one key of a policy");
      CheckDuplicates(value, path);
    }
    return {.keys = value};
  }

  // At every depth: what is laid over a policy must not have two answers.
  void CheckDuplicates(const YamlNode& map, const std::string& path) {
    ForEachEntry(map, path, [&](const YamlNode&, const YamlNode& value, const std::string& at) {
      if (value.kind == Kind::kMap) CheckDuplicates(value, at);
    });
  }
};

// Whether the document is a policy: it has none of a scenario's own keys, and some of a policy's.
bool IsPolicy(const YamlNode& root, std::string_view file) {
  std::ptrdiff_t keys = 0;
  for (const auto& [key, value] : root.entries) {
    if (key.text == "name" || key.text == "changes") return false;
    if (key.text != "version") ++keys;
  }
  if (keys == 0) return false;
  FindingLog unheard;
  ReadPolicyTree(root, file, unheard);
  const auto is_unknown = [](const Finding& finding) {
    return finding.code == pasok::code::kUnknownKey && finding.field.empty();
  };
  return std::ranges::count_if(unheard.Take().list, is_unknown) < keys;
}

}  // namespace

ScenarioReading ReadScenario(std::string_view yaml, std::string_view file) {
  FindingLog log;
  ScenarioReading reading;
  reading.scenario.file = file;
  const std::optional<YamlNode> root = ParseYaml(yaml, file, log);
  if (root && IsPolicy(*root, file)) {
    log.Add({.code = std::string(pasok::code::kUnknownKey),
             .file = std::string(file),
             .line = root->line,
             .column = root->column,
             .expected = "the keys of a scenario: version, name, changes",
             .fix = "this is a policy: give it with --policy"});
  } else if (root) {
    reading.scenario = ScenarioReader(file, log).Read(*root);
  }
  reading.findings = log.Take();
  return reading;
}

}  // namespace pasok::study
