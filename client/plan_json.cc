#include "client/plan_json.h"

#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>

#include "client/figures.h"
#include "client/findings_print.h"
#include "client/plan_print.h"

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

}  // namespace

Json ToJson(const v1::PlanSummary& summary) {
  const auto& certificate = summary.certificate();
  const auto& spread = summary.suppliers_per_demand_point();
  Json reasons = Json::array();
  for (const auto& reason : summary.shortage_reasons()) {
    reasons.push_back({{"reason", reason.reason()},
                       {"kg", PlainKilograms(reason.shortage_grams())},
                       {"requirements", reason.requirements()},
                       {"example", reason.example()}});
  }
  Json rules = Json::array();
  for (const auto& rule : summary.rules())
    rules.push_back({{"rule", rule.rule()}, {"kept", rule.kept()}, {"sentence", rule.sentence()}});
  return {{"demand_kg", PlainKilograms(summary.demand_grams())},
          {"allocated_kg", PlainKilograms(summary.allocated_grams())},
          {"shortage_kg", PlainKilograms(summary.shortage_grams())},
          {"money_idr", PlainRupiah(summary.money_sen())},
          {"preference_idr", PlainRupiah(summary.preference_sen())},
          {"penalty_idr", PlainRupiah(summary.penalty_sen())},
          {"objective_idr", PlainRupiah(summary.objective_sen())},
          {"share_by_tier", Shares(summary.share_by_tier())},
          {"share_by_kind", Shares(summary.share_by_kind())},
          {"suppliers_used", summary.suppliers_used()},
          {"deliveries", summary.deliveries()},
          {"demand_points", summary.demand_points()},
          {"suppliers_per_demand_point",
           {{"min", spread.min()}, {"median", spread.median()}, {"max", spread.max()}}},
          {"above_ceiling_kg", PlainKilograms(summary.above_ceiling_grams())},
          {"shortage_reasons", reasons},
          {"rules", rules},
          {"certificate",
           {{"primal_idr", PlainRupiah(certificate.primal_sen())},
            {"dual_idr", PlainRupiah(certificate.dual_sen())},
            {"gap_idr", PlainRupiah(certificate.gap_sen())},
            {"gap_percent", certificate.gap_percent()},
            {"lanes_eligible_proof", certificate.lanes_eligible_proof()},
            {"lanes_in_network", certificate.lanes_in_network()},
            {"lanes_eligible", certificate.lanes_eligible()}}},
          {"solver",
           {{"name", summary.solver().name()},
            {"iterations", summary.solver().iterations()},
            {"seconds", summary.solver().seconds()}}},
          {"stopped_early", summary.stopped_early()},
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
               {"previous_plan", plan.previous_plan()},
               {"subtracted_plans",
                std::vector<std::string>(plan.subtracted_plans().begin(), plan.subtracted_plans().end())},
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
