#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "engine/register/decimal.h"
#include "engine/register/licence.h"
#include "engine/register/sha256.h"
#include "engine/register/words.h"
#include "engine/study/scenario/scenario.h"
#include "engine/study/scenario/words.h"

namespace pasok::study {
namespace {

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string Quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      quoted.append("\\x") += kHex[byte >> 4];
      quoted += kHex[byte & 15];
      continue;
    }
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

// Plain where no reader of YAML could take it for anything but this text.
std::string Text(std::string_view text) {
  const bool plain = !text.empty() && IsLetterOrDigit(text.front()) && text != "null" && text != "Null" &&
                     text != "NULL" && std::ranges::all_of(text, [](char c) {
                       return IsLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
                     });
  return plain ? std::string(text) : Quoted(text);
}

std::string Number(std::int64_t scaled, const NumberRule& rule) { return DecimalText(scaled, rule.decimals); }

std::string Degrees(double degrees) {
  std::array<char, 64> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), degrees, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

std::string List(const std::vector<std::string>& items) {
  std::string list = "[";
  for (const std::string& item : items) list += (list.size() > 1 ? ", " : "") + item;
  return list + ']';
}

// A mapping on one line, key by key.
class Flow {
 public:
  void Put(std::string_view key, const std::string& value) {
    text_ += (text_.empty() ? "" : ", ") + std::string(key) + ": " + value;
  }
  void Put(std::string_view key, const std::optional<Date>& day) {
    if (day) Put(key, ToIso(*day));
  }
  // Where it isn't empty.
  void PutText(std::string_view key, std::string_view text) {
    if (!text.empty()) Put(key, Text(text));
  }
  template <class Unit>
  void Put(std::string_view key, const std::optional<Amount<Unit>>& amount, const NumberRule& rule) {
    if (amount) Put(key, Number(amount->value, rule));
  }
  void Put(std::string_view key, const std::vector<Name>& names) {
    std::vector<std::string> texts;
    for (const Name& name : names) texts.push_back(Text(name.text));
    std::ranges::sort(texts);
    if (!texts.empty()) Put(key, texts.size() == 1 ? texts.front() : List(texts));
  }
  std::string Close() && { return '{' + std::move(text_) + '}'; }

 private:
  std::string text_;
};

void Put(Flow& flow, const Choice& which) {
  flow.Put("supplier", which.suppliers);
  flow.Put("demand_point", which.demand_points);
  flow.Put("region", which.regions);
  flow.Put("kind", which.kinds);
  flow.Put("owner_group", which.owner_groups);
  flow.Put("commodity", which.commodities);
  flow.Put("from", which.from);
  flow.Put("to", which.to);
}

void Put(Flow& flow, const std::optional<Point>& point) {
  if (!point) return;
  flow.Put("lat", Degrees(point->lat));
  flow.Put("lng", Degrees(point->lng));
}

std::string WeekdaysText(std::uint8_t weekdays) {
  std::string text;
  for (int day = 0; day < 7; ++day) {
    if ((weekdays >> day & 1) != 0) text += (text.empty() ? "" : "|") + std::to_string(day + 1);
  }
  return '"' + text + '"';
}

std::string OffersText(const std::vector<NewOffer>& offers) {
  constexpr std::uint8_t kEveryDay = 0x7f;
  std::vector<std::string> items;
  for (const NewOffer& offer : offers) {
    const Offer& row = offer.row;
    Flow flow;
    flow.PutText("commodity", offer.commodity.text);
    flow.Put("capacity_kg_per_day", Number(row.capacity_per_day.value, limits::kKg));
    flow.Put("price_idr_per_kg", Number(row.price.value, limits::kRupiahPerKg));
    flow.Put("lot_kg", row.lot, limits::kLotKg);
    flow.Put("min_delivery_kg", row.min_delivery, limits::kKg);
    flow.Put("available_from", row.available_from);
    flow.Put("available_to", row.available_to);
    if (row.weekdays != kEveryDay) flow.Put("weekdays", WeekdaysText(row.weekdays));
    items.push_back(std::move(flow).Close());
  }
  return List(items);
}

std::string RequirementsText(const std::vector<NewRequirement>& requirements) {
  std::vector<std::string> items;
  for (const NewRequirement& requirement : requirements) {
    Flow flow;
    flow.PutText("commodity", requirement.commodity.text);
    flow.Put("kg", Number(requirement.row.need.value, limits::kKg));
    flow.Put("date", requirement.row.date);
    items.push_back(std::move(flow).Close());
  }
  return List(items);
}

// A policy's keys in the order of their names; numbers in their shortest spelling.
std::string TreeText(const YamlNode& node) {
  constexpr int kDecimals = 9;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "null";
    case YamlNode::Kind::kScalar: {
      if (node.quoted) return Quoted(node.text);
      const Decimal number = ParseDecimal(node.text, kDecimals, '.');
      return number.fault == DecimalFault::kFine ? DecimalText(number.scaled, kDecimals) : Text(node.text);
    }
    case YamlNode::Kind::kSequence: {
      std::vector<std::string> items;
      for (const YamlNode& item : node.items) items.push_back(TreeText(item));
      return List(items);
    }
    case YamlNode::Kind::kMap: {
      std::vector<std::pair<std::string, std::string>> entries;
      for (const auto& [key, value] : node.entries) entries.emplace_back(Text(key.text), TreeText(value));
      std::ranges::sort(entries);
      Flow flow;
      for (const auto& [key, value] : entries) flow.Put(key, value);
      return std::move(flow).Close();
    }
  }
  return {};
}

struct BodyWriter {
  std::string operator()(const SetActive& change) const {
    Flow flow;
    Put(flow, change.which);
    return std::move(flow).Close();
  }

  std::string operator()(const Adjust& change) const {
    const AdjustWords& words = WordsOf(change.what);
    Flow flow;
    Put(flow, change.which);
    switch (change.how.how) {
      case Adjustment::How::kFactor:
        flow.Put("factor", Number(change.how.value, kFactorRule));
        break;
      case Adjustment::How::kAdd:
        flow.Put(words.add, Number(change.how.value, words.add_rule));
        break;
      case Adjustment::How::kSet:
        flow.Put(words.set, Number(change.how.value, words.set_rule));
        break;
      case Adjustment::How::kUnlimited:
        flow.Put(words.set, std::string("null"));
        break;
    }
    return std::move(flow).Close();
  }

  std::string operator()(const AddSupplier& change) const {
    const Supplier& row = change.row;
    Flow flow;
    flow.PutText("supplier_id", row.id);
    flow.PutText("name", row.name);
    flow.PutText("kind", ToWord(row.kind));
    flow.PutText("region", change.region.text);
    Put(flow, row.point);
    if (!row.active) flow.PutText("status", kStatusWords[1]);
    flow.PutText("owner_group", row.owner_group);
    std::vector<std::string> licences;
    for (const Licence& licence : row.licences) licences.push_back(Text(ToText(licence)));
    if (!licences.empty()) flow.Put("licences", List(licences));
    flow.Put("capacity_kg_per_day", row.capacity_per_day, limits::kKg);
    if (change.via) flow.PutText("via", change.via->text);
    flow.Put("registered_on", row.registered_on);
    flow.Put("handling_kg_per_day", row.handling_per_day, limits::kKg);
    flow.Put("handling_fee_idr_per_kg", row.handling_fee, limits::kRupiahPerKg);
    if (!change.offers.empty()) flow.Put("offers", OffersText(change.offers));
    return std::move(flow).Close();
  }

  std::string operator()(const AddOffers& change) const {
    Flow flow;
    flow.PutText("supplier", change.supplier.text);
    flow.Put("offers", OffersText(change.offers));
    return std::move(flow).Close();
  }

  std::string operator()(const AddDemandPoint& change) const {
    const DemandPoint& row = change.row;
    Flow flow;
    flow.PutText("demand_id", row.id);
    flow.PutText("name", row.name);
    flow.PutText("kind", ToWord(row.kind));
    flow.PutText("region", change.region.text);
    Put(flow, row.point);
    flow.PutText("owner_group", row.owner_group);
    if (row.priority != 1) flow.Put("priority", std::to_string(row.priority));
    for (std::size_t group = 0; group < row.recipients.size(); ++group) {
      if (row.recipients[group] != 0) {
        flow.Put(kRecipientGroupWords[group], std::to_string(row.recipients[group]));
      }
    }
    if (!change.requirements.empty()) flow.Put("requirements", RequirementsText(change.requirements));
    return std::move(flow).Close();
  }

  std::string operator()(const AddRequirements& change) const {
    Flow flow;
    flow.PutText("demand_point", change.demand_point.text);
    flow.Put("requirements", RequirementsText(change.requirements));
    return std::move(flow).Close();
  }

  std::string operator()(const ChangeRoads& change) const {
    Flow flow;
    flow.PutText("region", change.region.text);
    if (change.to) flow.PutText("to", change.to->text);
    switch (change.how) {
      case ChangeRoads::How::kCut:
        flow.Put("cut", std::string("true"));
        break;
      case ChangeRoads::How::kLength:
        flow.Put("km", Number(change.value, limits::kKm));
        break;
      case ChangeRoads::How::kFactor:
        flow.Put("factor", Number(change.value, kFactorRule));
        break;
    }
    return std::move(flow).Close();
  }

  std::string operator()(const ScaleHaulage& change) const {
    Flow flow;
    flow.Put("commodity", change.commodities);
    flow.Put("factor", Number(change.factor, kFactorRule));
    return std::move(flow).Close();
  }

  std::string operator()(const ChangePolicy& change) const { return TreeText(change.keys); }
};

struct KindWriter {
  std::string_view operator()(const SetActive& change) const { return change.active ? "activate" : "stop"; }
  std::string_view operator()(const Adjust& change) const { return WordsOf(change.what).key; }
  std::string_view operator()(const AddSupplier&) const { return "add_supplier"; }
  std::string_view operator()(const AddOffers&) const { return "add_offers"; }
  std::string_view operator()(const AddDemandPoint&) const { return "add_demand_point"; }
  std::string_view operator()(const AddRequirements&) const { return "add_requirements"; }
  std::string_view operator()(const ChangeRoads&) const { return "roads"; }
  std::string_view operator()(const ScaleHaulage&) const { return "haulage"; }
  std::string_view operator()(const ChangePolicy&) const { return "policy"; }
};

}  // namespace

std::string_view KindOf(const Change& change) { return std::visit(KindWriter(), change.what); }

std::string ToYaml(const Change& change) {
  return std::string(KindOf(change)) + ": " + std::visit(BodyWriter(), change.what);
}

std::string ToYaml(const Scenario& scenario) {
  std::string yaml = "version: 1\nname: " + Text(scenario.name) + "\nchanges:\n";
  for (const Change& change : scenario.changes) yaml += "  - " + ToYaml(change) + '\n';
  return yaml;
}

std::string Digest(const Scenario& scenario) {
  Sha256 hash;
  hash.Text("pasok-scenario-1");
  hash.Text(ToYaml(scenario));
  return hash.HexOf32Digits();
}

}  // namespace pasok::study
