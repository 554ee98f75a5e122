// What the two plans were asked: the tables that come first.
#include <algorithm>

#include "client/diff/diff_report.h"
#include "client/diff/policy_keys.h"

namespace pasok::client {
namespace {

const BothLanguages kBefore{"Before", "Sebelumnya"}, kAfter{"After", "Sesudahnya"};

template <typename Texts>
std::string Joined(const Texts& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : " ") + text;
  return joined;
}

// Scenarios of one name may change different things.
std::string ScenarioOf(const v1::Plan& plan, const v1::Plan& other) {
  const bool is_ambiguous = plan.scenario().name() == other.scenario().name() &&
                            plan.scenario().digest() != other.scenario().digest();
  return is_ambiguous ? plan.scenario().name() + " (" + plan.scenario().digest() + ")"
                      : plan.scenario().name();
}

}  // namespace

std::vector<Asked> AskedOf(const v1::Plan& before, const v1::Plan& after) {
  std::vector<Asked> asked;
  const auto add = [&](const std::string& what, const BothLanguages& name, const auto& of) {
    asked.push_back({.what = what, .name = name, .before = of(before, after), .after = of(after, before)});
  };
  using Plan = v1::Plan;
  add("dataset", {"dataset", "dataset"}, [](const Plan& plan, const Plan&) { return plan.dataset(); });
  add("date", {"first day", "hari pertama"}, [](const Plan& plan, const Plan&) { return plan.date(); });
  add("days", {"number of days", "jumlah hari"},
      [](const Plan& plan, const Plan&) { return std::to_string(std::max(1, plan.days())); });
  add("regions", {"regions", "wilayah"},
      [](const Plan& plan, const Plan&) { return Joined(plan.regions()); });
  add("policy_digest", {"policy", "kebijakan"},
      [](const Plan& plan, const Plan&) { return plan.policy().digest(); });
  add("scenario", {"scenario", "skenario"}, ScenarioOf);
  // Seldom, and told of only then.
  const std::size_t always = asked.size();
  add("previous_plan", {"plan that it follows on", "rencana yang dilanjutkan"},
      [](const Plan& plan, const Plan&) { return plan.previous_plan(); });
  add("subtracted_plans", {"plans whose deliveries are subtracted", "rencana yang kirimannya dikurangkan"},
      [](const Plan& plan, const Plan&) { return Joined(plan.subtracted_plans()); });
  add("carried_from_plans", {"plans whose food is at hand", "rencana yang barangnya masih tersedia"},
      [](const Plan& plan, const Plan&) { return Joined(plan.carried_from_plans()); });
  asked.erase(std::remove_if(asked.begin() + static_cast<std::ptrdiff_t>(always), asked.end(),
                             [](const Asked& each) { return !each.differs(); }),
              asked.end());
  return asked;
}

StudyReport::Part AskedTable(const Compared& plans) {
  StudyReport::Part table = MakeTable("asked", {"What was asked", "Yang ditanyakan"},
                                      {{"what", {"What", "Apa"}},
                                       {"before", kBefore},
                                       {"after", kAfter},
                                       {"differs", {"Differs", "Berbeda"}, v1::Report::YES_NO}});
  for (const Asked& asked : AskedOf(plans.before, plans.after))
    AddRow(table, Code{asked.what, asked.name.indonesian}, asked.before, asked.after, asked.differs());
  return table;
}

StudyReport::Part PolicyTable(const Compared& plans) {
  StudyReport::Part table =
      MakeTable("policy", {"What the policies say differently", "Yang berbeda dalam kebijakan"},
                {{"key", {"Key", "Kunci"}}, {"before", kBefore}, {"after", kAfter}});
  for (const PolicyKey& key : DifferentKeys(plans.rows.policy_before, plans.rows.policy_after))
    AddRow(table, key.key, key.before, key.after);
  return table;
}

StudyReport::Part DaysTable(const Compared& plans) {
  StudyReport::Part table =
      MakeTable("days", {"Which day lies beside which", "Hari yang dibandingkan dengan hari"},
                {{"date_before", kBefore},
                 {"date", kAfter},
                 {"compared", {"Compared", "Dibandingkan"}, v1::Report::YES_NO}});
  for (const auto& [before, after] : plans.days.pairs) AddRow(table, before, after, true);
  for (const std::string& day : plans.days.left_out_before) AddRow(table, day, std::string(), false);
  for (const std::string& day : plans.days.left_out_after) AddRow(table, std::string(), day, false);
  return table;
}

}  // namespace pasok::client
