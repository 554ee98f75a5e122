#include "client/nightly_folder.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "client/exit_code.h"
#include "client/staged_directory.h"
#include "client/text.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::optional<RegionCodes> RegionsOfPlanIn(const fs::path& folder) {
  std::ifstream file(folder / "summary.json");
  const json summary = json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!summary.is_object() || !summary.contains("regions") || !summary["regions"].is_array()) {
    return std::nullopt;
  }
  RegionCodes regions;
  for (const json& region : summary["regions"]) {
    if (!region.is_string()) return std::nullopt;
    regions.Add(region.get<std::string>());
  }
  return regions;
}

std::string InWords(const RegionCodes& regions) {
  if (regions.empty()) return "all regions";
  std::string words = regions.size() == 1 ? "region " : "regions ";
  for (int i = 0; i < regions.size(); ++i) words += (i == 0 ? "" : ", ") + Printable(regions[i]);
  return words;
}

}  // namespace

void RequireNightlyFolder(const fs::path& folder, const RegionCodes& regions) {
  RequirePlanDirectory(folder);
  const auto there = RegionsOfPlanIn(folder);
  if (!there || SameRegions(*there, regions)) return;
  throw Failure(ExitCode::kInputAtFault,
                folder.string() + ": holds a plan for " + InWords(*there) + ", and this one is for " +
                    InWords(regions) + ", so nothing is written there",
                "Give each nightly file an `out` of its own; where this one's `regions` were changed on "
                "purpose, move that folder away.");
}

}  // namespace pasok::client
