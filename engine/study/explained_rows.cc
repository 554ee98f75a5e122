#include "engine/study/explained_rows.h"

#include <algorithm>

#include "engine/register/codes.h"
#include "engine/register/nearest.h"
#include "engine/study/days.h"

namespace pasok::study {
namespace {

using match::Instance;

class Finder {
 public:
  Finder(const Instance& instance, FindingLog& log)
      : instance_(instance), dataset_(*instance.dataset), log_(log) {}

  ExplainedRows Find(const ExplainQuestion& question) {
    const std::int32_t demand_point = dataset_.FindDemandPoint(question.demand_id);
    const std::int32_t commodity = dataset_.FindCommodity(question.commodity);
    ExplainedRows named{.requirement = kNone, .supplier = dataset_.FindSupplier(question.supplier_id)};
    if (demand_point == kNone)
      Unknown(code::kUnknownDemandPoint, "demand", question.demand_id, IdsOf(dataset_.demand_points));
    if (commodity == kNone) {
      Unknown(code::kUnknownCommodity, "commodity", question.commodity,
              {dataset_.commodities.begin(), dataset_.commodities.end()});
    }
    if (named.supplier == kNone && !question.supplier_id.empty())
      Unknown(code::kUnknownSupplier, "supplier", question.supplier_id, IdsOf(dataset_.suppliers));
    if (demand_point == kNone || commodity == kNone) return named;
    named.requirement =
        question.date ? OnDay(*question.date, demand_point, commodity) : OnFirstDay(demand_point, commodity);
    if (named.requirement != kNone) return named;
    if (question.date) {
      log_.Add({.code = "no_requirement",
                .field = "date",
                .value = ToIso(*question.date),
                .expected = "a planned day on which " + question.demand_id + " needs " + question.commodity,
                .fix = DaysOfNeed(demand_point, commodity)});
    } else {
      log_.Add({.code = "no_requirement",
                .field = "commodity",
                .value = question.commodity,
                .expected =
                    "a commodity that " + question.demand_id +
                    (HasDays(instance_) ? " needs on one of the planned days" : " needs on the planned day"),
                .fix = Needs(demand_point)});
    }
    return named;
  }

 private:
  // kNone: there is none.
  std::int32_t RowOf(std::int32_t day, std::int32_t demand_point, std::int32_t commodity) const {
    const match::CommoditySpan& span = instance_.commodities[instance_.SpanOf(day, commodity)];
    const auto end = instance_.requirements.begin() + span.end_requirement;
    const auto found = std::ranges::lower_bound(instance_.requirements.begin() + span.first_requirement, end,
                                                demand_point, {}, &match::RequirementRow::demand_point);
    if (found == end || found->demand_point != demand_point) return kNone;
    return static_cast<std::int32_t>(found - instance_.requirements.begin());
  }

  std::int32_t OnDay(Date date, std::int32_t demand_point, std::int32_t commodity) const {
    const auto day = std::ranges::find(instance_.days, std::optional(date));
    if (day == instance_.days.end()) return kNone;
    return RowOf(static_cast<std::int32_t>(day - instance_.days.begin()), demand_point, commodity);
  }

  std::int32_t OnFirstDay(std::int32_t demand_point, std::int32_t commodity) const {
    std::int32_t stands_in = kNone;
    for (std::int32_t day = 0; day < std::ssize(instance_.days); ++day) {
      const std::int32_t r = RowOf(day, demand_point, commodity);
      if (r != kNone && instance_.requirements[r].need > 0) return r;
      if (stands_in == kNone) stands_in = r;
    }
    return stands_in;
  }

  template <class Row>
  static std::vector<std::string_view> IdsOf(const std::vector<Row>& rows) {
    std::vector<std::string_view> ids;
    for (const Row& row : rows) ids.push_back(row.id);
    return ids;
  }

  void Unknown(std::string_view code, const char* field, const std::string& id,
               const std::vector<std::string_view>& ids) {
    log_.Add({.code = std::string(code),
              .field = field,
              .value = id,
              .expected = "a name of the plan's dataset",
              .fix = DidYouMean(Nearest(id, ids))});
  }

  std::string Needs(std::int32_t demand_point) const {
    std::vector<std::int32_t> needed;  // commodities of the dataset, by their first day
    for (const match::RequirementRow& row : instance_.requirements) {
      const std::int32_t commodity = instance_.commodities[row.commodity].dataset_commodity;
      if (row.demand_point == demand_point && std::ranges::find(needed, commodity) == needed.end())
        needed.push_back(commodity);
    }
    std::string needs;
    for (const std::int32_t commodity : needed)
      needs.append(needs.empty() ? "it needs " : ", ").append(dataset_.commodities[commodity]);
    if (!needs.empty()) return needs;
    return HasDays(instance_) ? "it needs nothing on any of them, or isn't asked about"
                              : "it needs nothing that day, or isn't asked about";
  }

  std::string DaysOfNeed(std::int32_t demand_point, std::int32_t commodity) const {
    std::string days;
    for (std::int32_t day = 0; day < std::ssize(instance_.days); ++day) {
      const std::int32_t r = RowOf(day, demand_point, commodity);
      if (r == kNone || instance_.requirements[r].need == 0) continue;
      if (!instance_.days[day]) return "leave it out: the plan has no dates";
      days.append(days.empty() ? "it needs that on " : ", ").append(ToIso(*instance_.days[day]));
    }
    return days.empty() ? "it needs none of that on any of them; " + Needs(demand_point) : days;
  }

  const Instance& instance_;
  const Dataset& dataset_;
  FindingLog& log_;
};

}  // namespace

ExplainedRows FindExplained(const Instance& instance, const ExplainQuestion& question, FindingLog& log) {
  return Finder(instance, log).Find(question);
}

}  // namespace pasok::study
