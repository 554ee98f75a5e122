#include "tests/match/toy.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace pasok::match {

Toy ReadToy() {
  std::vector<RegisterFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(PASOK_SOURCE_DIR "/configs/toy")) {
    if (entry.path().extension() == ".md") continue;
    std::ostringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    files.push_back({.name = entry.path().filename(), .content = content.str()});
  }
  DatasetReading reading = ReadDataset(files, nullptr);
  if (!reading.dataset) throw std::runtime_error("configs/toy: " + Lines(reading.findings));
  return {.dataset = *std::move(reading.dataset), .policy = *std::move(reading.own_policy), .id = reading.id};
}

Plan PlanOf(const Dataset& dataset, const Policy& policy, const Question& question) {
  PlanResult result = MakePlan(dataset, policy, question, {}, StopToken(), nullptr);
  if (!result.plan) throw std::runtime_error("no plan: " + result.refusal + "\n" + Lines(result.findings));
  return *std::move(result.plan);
}

std::vector<RegisterFile> FilesOf(const Plan& plan, const Dataset& dataset, const Policy& policy,
                                  const std::string& dataset_id) {
  std::vector<RegisterFile> files;
  const PlanLabels labels{.dataset = dataset_id, .version = "test", .subtracted_plans = {}};
  WritePlanFiles(plan, dataset, policy, labels, [&](std::string_view name, std::string content) {
    files.push_back({.name = std::string(name), .content = std::move(content)});
  });
  return files;
}

Verification Verify(const Dataset& dataset, const std::string& dataset_id,
                    const std::vector<RegisterFile>& files) {
  return VerifyPlanFiles(dataset, dataset_id, nullptr, files, StopToken(), nullptr);
}

std::string Lines(const Findings& findings) {
  std::string lines;
  for (const Finding& finding : findings.list) lines.append(ToLine(finding)).append("\n");
  return lines;
}

}  // namespace pasok::match
