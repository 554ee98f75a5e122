#include "server/plan_check.h"

#include <algorithm>

#include "engine/study/scenario/apply.h"

namespace pasok::server {
namespace {

const RegisterFile* Find(const std::vector<RegisterFile>& files, std::string_view name) {
  const auto found = std::ranges::find(files, name, &RegisterFile::name);
  return found == files.end() ? nullptr : &*found;
}

// The policy before the scenario's changes. Whether a policy.yaml is missing or faulty is the checker's to
// say, which reads it too.
Policy PolicyBefore(const Policy* policy, const std::vector<RegisterFile>& files) {
  if (policy != nullptr) return *policy;
  const RegisterFile* file = Find(files, "policy.yaml");
  return file == nullptr ? BuiltInPolicy() : ReadPolicy(file->content, file->name).policy;
}

}  // namespace

match::Verification CheckPlanFiles(const Dataset& dataset, const std::string& dataset_id,
                                   const Policy* policy, const std::vector<RegisterFile>& files, int threads,
                                   const StopToken& stop) {
  const RegisterFile* file = Find(files, "scenario.yaml");
  if (file == nullptr)
    return match::VerifyPlanFiles(dataset, dataset_id, policy, files, stop, nullptr, nullptr, threads);

  match::Verification faulty;
  study::ScenarioReading reading = study::ReadScenario(file->content, file->name);
  faulty.findings = std::move(reading.findings);
  if (!faulty.findings.ok()) return faulty;
  study::Applied applied = study::Apply(reading.scenario, dataset, PolicyBefore(policy, files));
  faulty.findings = std::move(applied.findings);
  if (!faulty.findings.ok()) return faulty;
  const match::VerifiedScenario scenario{
      .name = reading.scenario.name, .digest = Digest(reading.scenario), .policy = std::move(applied.policy)};
  return match::VerifyPlanFiles(applied.dataset, dataset_id, policy, files, stop, nullptr, &scenario,
                                threads);
}

}  // namespace pasok::server
