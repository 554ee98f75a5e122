#include "client/plan_json.h"

#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>

#include "client/figures.h"
#include "client/findings_print.h"
#include "client/plan_print.h"
#include "client/summary_print.h"

namespace pasok::client {
namespace {

using Json = nlohmann::ordered_json;

Json Time(bool given, const google::protobuf::Timestamp& time) {
  return given ? Json(google::protobuf::util::TimeUtil::ToString(time)) : Json(nullptr);
}

Json Shares(const google::protobuf::Map<std::string, double>& shares) {
  // Through an ordered map: protobuf's own order changes from run to run.
  return std::map<std::string, double>(shares.begin(), shares.end());
}

Json ToJson(const v1::PlanSummary::Spread& spread) {
  return {{"min", spread.min()}, {"median", spread.median()}, {"max", spread.max()}};
}

// With the figures that the rule has.
Json ToJson(const v1::RuleReport& rule) {
  Json json = {{"rule", rule.rule()},
               {"kept", rule.kept()},
               {"sentence", rule.sentence()},
               {"cases", rule.cases()},
               {"broken_kg", PlainKilograms(rule.broken_grams())}};
  if (rule.over_sen() > 0) json["over_idr"] = PlainRupiah(rule.over_sen());
  if (rule.carried_grams() > 0) json["kg"] = PlainKilograms(rule.carried_grams());
  if (rule.served_grams() > 0) json["to_kg"] = PlainKilograms(rule.served_grams());
  if (rule.rule() == "whole_deliveries") {
    json["more_short_kg"] = PlainKilograms(rule.more_short_grams());
    json["more_cost_idr"] = PlainRupiah(rule.more_cost_sen());
    json["most_suppliers_per_requirement"] = rule.most_suppliers_per_requirement();
  }
  for (const auto& step : rule.steps()) {
    json["steps"].push_back({{"above_share", static_cast<double>(step.above_share_millionths()) / 1e6},
                             {"offers", step.offers()},
                             {"kg", PlainKilograms(step.grams())}});
  }
  return json;
}

// As in summary.json: rupiah in the first and the last rank, kg in the others.
Json ToJson(const v1::RankTotal& total) {
  const bool is_money = total.rank() == "penalty" || total.rank() == "money";
  const Json value =
      is_money ? Json(PlainRupiah(total.value_sen())) : Json(PlainKilograms(total.value_grams()));
  return {{"rank", total.rank()}, {"unit", is_money ? "idr" : "kg"}, {"value", value}, {"bound", value}};
}

Json ToJson(const v1::Certificate& certificate) {
  Json json = {{"primal_idr", PlainRupiah(certificate.primal_sen())},
               {"dual_idr", PlainRupiah(certificate.dual_sen())},
               {"gap_idr", PlainRupiah(certificate.gap_sen())},
               {"gap_percent", HasGapPercent(certificate) ? Json(certificate.gap_percent()) : Json(nullptr)},
               {"lanes_eligible_proof", certificate.lanes_eligible_proof()},
               {"lanes_in_network", certificate.lanes_in_network()},
               {"lanes_eligible", certificate.lanes_eligible()}};
  for (const v1::RankTotal& total : certificate.ranks()) json["ranks"].push_back(ToJson(total));
  return json;
}

}  // namespace

Json ToJson(const v1::PlanSummary& summary) {
  Json reasons = Json::array();
  for (const auto& reason : summary.shortage_reasons()) {
    reasons.push_back({{"reason", reason.reason()},
                       {"kg", PlainKilograms(reason.shortage_grams())},
                       {"requirements", reason.requirements()},
                       {"example", reason.example()}});
  }
  Json rules = Json::array();
  for (const auto& rule : summary.rules()) rules.push_back(ToJson(rule));
  Json days = Json::array();
  for (const auto& day : summary.per_day()) {
    days.push_back({{"date", day.date()},
                    {"demand_kg", PlainKilograms(day.demand_grams())},
                    {"allocated_kg", PlainKilograms(day.allocated_grams())},
                    {"shortage_kg", PlainKilograms(day.shortage_grams())},
                    {"money_idr", PlainRupiah(day.money_sen())},
                    {"preference_idr", PlainRupiah(day.preference_sen())},
                    {"penalty_idr", PlainRupiah(day.penalty_sen())},
                    {"deliveries", day.deliveries()}});
  }
  return {{"demand_kg", PlainKilograms(summary.demand_grams())},
          {"allocated_kg", PlainKilograms(summary.allocated_grams())},
          {"shortage_kg", PlainKilograms(summary.shortage_grams())},
          {"money_idr", PlainRupiah(summary.money_sen())},
          {"preference_idr", PlainRupiah(summary.preference_sen())},
          {"spread_idr", PlainRupiah(summary.spread_sen())},
          {"penalty_idr", PlainRupiah(summary.penalty_sen())},
          {"carried_idr", PlainRupiah(summary.carried_sen())},
          {"objective_idr", PlainRupiah(summary.objective_sen())},
          {"share_by_tier", Shares(summary.share_by_tier())},
          {"share_by_kind", Shares(summary.share_by_kind())},
          {"suppliers_used", summary.suppliers_used()},
          {"deliveries", summary.deliveries()},
          {"demand_points", summary.demand_points()},
          {"suppliers_per_demand_point", ToJson(summary.suppliers_per_demand_point())},
          {"deliveries_per_kitchen_day", ToJson(summary.deliveries_per_kitchen_day())},
          {"per_day", days},
          {"taken_kg", PlainKilograms(summary.taken_grams())},
          {"at_hand_kg", PlainKilograms(summary.at_hand_grams())},
          {"above_ceiling_kg", PlainKilograms(summary.above_ceiling_grams())},
          {"shortage_reasons", reasons},
          {"rules", rules},
          {"certificate", ToJson(summary.certificate())},
          {"solver",
           {{"name", summary.solver().name()},
            {"iterations", summary.solver().iterations()},
            {"seconds", summary.solver().seconds()}}},
          {"stopped_early", summary.stopped_early()},
          {"gap_missed", summary.gap_missed()},
          {"version", summary.version()}};
}

Json ToJson(const v1::Plan& plan) {
  Json json = {{"name", plan.name()},
               {"state", ToWord(plan.state())},
               {"dataset", plan.dataset()},
               {"date", plan.date()},
               {"days", std::max(1, plan.days())},
               {"regions", std::vector<std::string>(plan.regions().begin(), plan.regions().end())},
               {"policy_digest", plan.policy().digest()},
               {"gap_limit_percent", plan.gap_limit_percent()},
               {"time_limit_seconds", plan.time_limit_seconds()},
               {"published", plan.published()},
               {"published_until", plan.published_until()},
               {"previous_plan", plan.previous_plan()},
               {"subtracted_plans",
                std::vector<std::string>(plan.subtracted_plans().begin(), plan.subtracted_plans().end())},
               {"carried_from_plans",
                std::vector<std::string>(plan.carried_from_plans().begin(), plan.carried_from_plans().end())},
               {"create_time", Time(plan.has_create_time(), plan.create_time())},
               {"start_time", Time(plan.has_start_time(), plan.start_time())},
               {"end_time", Time(plan.has_end_time(), plan.end_time())},
               {"publish_time", Time(plan.has_publish_time(), plan.publish_time())}};
  if (plan.has_scenario()) {
    json["scenario"] = {{"name", plan.scenario().name()}, {"digest", plan.scenario().digest()}};
  }
  if (plan.has_error()) json["error"] = {{"code", plan.error().code()}, {"message", plan.error().message()}};
  if (plan.has_findings()) json["findings"] = ToJson(plan.findings());
  if (plan.has_summary()) json["summary"] = ToJson(plan.summary());
  return json;
}

Json ToJson(const v1::DatasetSize& size) {
  return {{"regions", size.regions()},
          {"suppliers", size.suppliers()},
          {"active_suppliers", size.active_suppliers()},
          {"commodities", size.commodities()},
          {"offers", size.offers()},
          {"demand_points", size.demand_points()},
          {"requirements", size.requirements()},
          {"first_date", size.first_date()},
          {"last_date", size.last_date()},
          {"suppliers_without_point", size.suppliers_without_point()},
          {"demand_points_without_point", size.demand_points_without_point()}};
}

}  // namespace pasok::client
