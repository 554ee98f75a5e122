// A scenario: a named list of changes to a dataset and a policy, as configs/scenarios/*.yaml show them. Start
// here; apply.h makes the changes on a copy.
//
//   version: 1
//   name: Dry season
//   changes:                       # in order: each sees what those before it did
//     - stop: {supplier: KOP0000017}
//     - capacity: {region: 61.01, commodity: [beras, telur], factor: 0.8}
//
// A scenario is a plain value. It remembers where in its file each name stands, so that whoever applies it
// can say which line names what isn't there; these marks have no part in its meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/finding.h"
#include "engine/register/yaml_tree.h"

namespace pasok::study {

struct Mark {
  std::int64_t line = 0;  // from 1
  std::int64_t column = 0;
};

// An id, a code or a word of the registers.
struct Name {
  std::string text;
  Mark at{};
};

// Which rows a change is about: those for which every list that isn't empty has a name that fits. A region
// fits all that lies within it. `kinds` are words of suppliers or of demand points, as the change is about
// either.
struct Choice {
  std::vector<Name> suppliers{}, demand_points{}, commodities{}, regions{}, kinds{}, owner_groups{};
  std::optional<Date> from{}, to{};  // both inclusive
  Mark from_at{};
};

// What becomes of a figure. Factors are millionths and round half up to the register's own unit (grams,
// sen); the others are in that unit.
struct Adjustment {
  enum class How : std::uint8_t { kFactor, kAdd, kSet, kUnlimited } how = How::kFactor;
  std::int64_t value = 0;
  Mark at{};
};

// `stop` and `activate`: suppliers become tidak_aktif or aktif. Who sells through a stopped aggregator stops
// with it; an aggregator through which an activated supplier sells is activated too.
struct SetActive {
  Choice which;
  bool active = false;
};

// `capacity` (of offers), `total_capacity` (of suppliers; `null` is unlimited), `price` and `need`. Where
// days are given, an offer is parted into what holds before, on and after them; an undated need gets a dated
// one on each of them: of what it is there by the calendar and, but where it is set, on days of service only.
// Needs that follow from the policy's menu, no requirement being in force in its place,
// can be multiplied, and set to nothing; another figure is an error there.
struct Adjust {
  enum class What : std::uint8_t { kCapacity, kTotalCapacity, kPrice, kNeed } what = What::kCapacity;
  Choice which;
  Adjustment how;
};

// References in the rows are kNone until applied: names stand beside them.
struct NewOffer {
  Name commodity;
  Offer row;
};
struct NewRequirement {
  Name commodity;
  Requirement row;
};

// `add_supplier` and `add_demand_point`: a row of the register, and its offers or requirements.
struct AddSupplier {
  Supplier row;
  Name region;
  std::optional<Name> via;
  std::vector<NewOffer> offers;
};
struct AddDemandPoint {
  DemandPoint row;
  Name region;
  std::vector<NewRequirement> requirements;
};

// `add_offers` and `add_requirements`: of a supplier or a demand point that is there.
struct AddOffers {
  Name supplier;
  std::vector<NewOffer> offers;
};
struct AddRequirements {
  Name demand_point;
  std::vector<NewRequirement> requirements;
};

// `roads`, in the terms of the model's distances:
//   cut     no lane between a place within `region` and one within `to`, or, without `to`, outside `region`
//   km      every road between the two has this length, whatever the registers list; listed minutes change
//           in proportion; those that an earlier change cut stay cut, unless that cut all between the two
//   factor  of `region` alone: the circuity that its places have times the factor, and likewise the km that
//           distances.csv lists for it and for regions within it
struct ChangeRoads {
  enum class How : std::uint8_t { kCut, kLength, kFactor } how = How::kCut;
  Name region;
  std::optional<Name> to;
  std::int64_t value = 0;  // metres, or millionths
  Mark at{};
};

// `haulage`: what a kg costs per km, times a factor; of all commodities where none is named.
struct ScaleHaulage {
  std::vector<Name> commodities;
  std::int64_t factor = 0;  // millionths
};

// `policy`: keys as in a policy file; those that aren't named keep their value, at every depth.
struct ChangePolicy {
  YamlNode keys;  // a mapping
};

struct Change {
  std::variant<SetActive, Adjust, AddSupplier, AddOffers, AddDemandPoint, AddRequirements, ChangeRoads,
               ScaleHaulage, ChangePolicy>
      what;
  Mark at{};
};

struct Scenario {
  std::string file{};  // its name in findings
  std::string name{};
  std::vector<Change> changes{};
};

// Reads `yaml` (named `file` in findings). The scenario is meaningful only where the findings are ok(). Never
// throws, whatever the bytes are; input over 1 MiB is refused. Whether the rows that it names are there, and
// the policy's keys too, is for Apply to say.
struct ScenarioReading {
  Scenario scenario;
  Findings findings;
};
ScenarioReading ReadScenario(std::string_view yaml, std::string_view file);

// The scenario as YAML: fixed order of keys, sorted lists, canonical numbers; reading it gives the same
// scenario back.
std::string ToYaml(const Scenario& scenario);

// One change as it stands in ToYaml, on one line: "capacity: {region: 61.01, factor: 0.8}".
std::string ToYaml(const Change& change);

// The key by which a change is written: "stop", "capacity", "roads".
std::string_view KindOf(const Change& change);

// 32 hexadecimal digits of the SHA-256 of ToYaml: equal exactly where scenarios have the same name and
// changes.
std::string Digest(const Scenario& scenario);

}  // namespace pasok::study
