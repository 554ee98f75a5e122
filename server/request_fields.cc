#include "server/request_fields.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/register/policy_read.h"
#include "engine/register/words.h"
#include "server/fault.h"
#include "server/planned_days.h"

namespace pasok::server {
namespace {

constexpr std::size_t kMostRequestIdLength = 128;
constexpr int kMostRegions = 1000;
constexpr std::size_t kMostRegionCodeBytes = 64;  // the longest of Kemendagri's has 13
constexpr std::size_t kMostFileNameBytes = 256;
constexpr double kLeastTimeLimitSeconds = 0.001;
constexpr double kMostTimeLimitSeconds = 7 * 24 * 3600;

}  // namespace

void CheckDate(const std::string& date, const char* field) {
  if (date.empty() || ParseDate(date)) return;
  throw BadField(field, "must be a calendar day such as 2026-11-23",
                 "harus berupa tanggal seperti 2026-11-23");
}

void CheckDays(std::int32_t days, const char* field) {
  if (days >= 0 && days <= PlannedDays::kMost) return;
  const std::string most = std::to_string(PlannedDays::kMost);
  throw BadField(field, "must be between 0 and " + most, "harus antara 0 dan " + most);
}

void CheckRequestId(const std::string& request_id, const char* field) {
  if (request_id.size() <= kMostRequestIdLength) return;
  throw BadField(field, "must have at most 128 bytes", "paling panjang 128 bita");
}

void CheckRegions(const RegionCodes& regions, const char* field) {
  if (regions.size() > kMostRegions)
    throw BadField(field, "must name at most 1,000 regions", "paling banyak 1.000 wilayah");
  for (const std::string& code : regions) {
    if (code.size() > kMostRegionCodeBytes)
      throw BadField(field, "must be codes of at most 64 bytes", "harus berupa kode, paling panjang 64 bita");
  }
}

void CheckTimeLimit(double seconds, const char* field) {
  if (seconds == 0 || (seconds >= kLeastTimeLimitSeconds && seconds <= kMostTimeLimitSeconds)) return;
  throw BadField(field, "must be 0, for no limit, or between 0.001 and 604,800",
                 "harus 0, yaitu tanpa batas, atau antara 0,001 dan 604.800");
}

void CheckFilter(const v1::AllocationFilter& filter) {
  CheckDate(filter.date(), "filter.date");
  if (filter.tier().empty() || std::ranges::find(kTierWords, filter.tier()) != kTierWords.end()) return;
  throw BadField("filter.tier", "must be desa, kecamatan, kabupaten, provinsi or luar",
                 "harus desa, kecamatan, kabupaten, provinsi atau luar");
}

void CheckFileName(const std::string& file, const char* field) {
  if (file.size() <= kMostFileNameBytes) return;
  throw BadField(field, "must have at most 256 bytes", "paling panjang 256 bita");
}

RegionCodes InOrder(RegionCodes regions) {
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  return regions;
}

Policy PolicyFor(const std::string& policy_yaml, const std::string& dataset_id, DatasetStore& datasets,
                 const char* field) {
  std::optional<std::string> yaml;
  if (!policy_yaml.empty()) {
    yaml = policy_yaml;
  } else {
    yaml = datasets.File(dataset_id, "policy.yaml");
  }
  if (!yaml) return BuiltInPolicy();
  PolicyReading reading = ReadPolicy(*yaml, "policy.yaml");
  if (!reading.findings.ok()) throw BadPolicy(reading.findings, field);
  return std::move(reading.policy);
}

}  // namespace pasok::server
