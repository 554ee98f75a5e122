#include "tests/match/toy.h"

#include <algorithm>
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

Question On(std::string_view date, std::int32_t days) {
  const std::optional<Date> first = ParseDate(date);
  if (!first) throw std::runtime_error("no date: " + std::string(date));
  return {.date = first, .regions = {}, .taken = {}, .days = days};
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

std::string& ContentOf(std::string_view name, std::vector<RegisterFile>& files) {
  const auto file = std::ranges::find(files, name, &RegisterFile::name);
  if (file == files.end()) throw std::runtime_error("no file " + std::string(name));
  return file->content;
}

std::vector<std::string> SoldRows(const Plan& plan, const Dataset& dataset) {
  std::vector<std::string> rows;
  for (const Allocation& row : plan.allocations)
    rows.push_back(dataset.suppliers[row.supplier].id + " " + std::to_string(row.quanta));
  return rows;
}

std::string Lines(const Findings& findings) {
  std::string lines;
  for (const Finding& finding : findings.list) lines.append(ToLine(finding)).append("\n");
  return lines;
}

}  // namespace pasok::match
