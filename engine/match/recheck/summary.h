// summary.json as a checker reads it: each value of the expected kind, or a finding at its line.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/finding_log.h"
#include "engine/register/units.h"

namespace pasok::match::recheck {

struct JsonPlace;
struct PlacedJson;

inline constexpr std::string_view kSummaryFile = "summary.json";

// summary.json as read, with each wrong value reported at its line.
class Summary {
 public:
  // A file that is no JSON object, or a bottomless one, is reported, and then every key counts as missing. So
  // are keys that stand there twice or have no name.
  Summary(std::string_view content, FindingLog& log);
  ~Summary();

  bool Has(std::string_view path) const { return Find(path) != nullptr; }
  // A key path such as "certificate/dual_idr" or "per_day/0/date". Absent or of another type: reported and
  // nullopt.
  std::optional<std::string> Text(std::string_view path) const;
  std::optional<bool> Flag(std::string_view path) const;
  std::optional<std::vector<std::string>> Texts(std::string_view path) const;
  std::optional<std::int64_t> Grams(std::string_view path) const;         // of kilograms, to the gram
  std::optional<Int128> Rupiah(std::string_view path, int places) const;  // in 10^-places rupiah

  // How many entries an object or a list has; 0 where there is none.
  std::int64_t Entries(std::string_view path) const;
  // A whole number above one, 1 where it is absent; nullopt, reported, where it is something else.
  std::optional<std::int64_t> SeveralOrOne(std::string_view path) const;

  void ExpectText(std::string_view path, std::string_view expected) const;
  void ExpectFlag(std::string_view path, bool expected) const;
  void ExpectNumber(std::string_view path, double expected) const;
  void ExpectCount(std::string_view path, std::int64_t expected) const;
  void ExpectKg(std::string_view path, Int128 grams) const;
  void ExpectRupiah(std::string_view path, Int128 sen, int places) const;
  void ExpectNull(std::string_view path) const;
  // Any number from 0 on; `whole`: without a fraction.
  void ExpectSomeNumber(std::string_view path, bool whole) const;
  // Reports every value that nobody has asked about, so that nothing unchecked stands there; as one what
  // stands below a key below which nobody has asked.
  void ExpectNoMore() const;
  void Fault(std::string_view path, std::string code, std::string expected) const;

 private:
  const nlohmann::json* Find(std::string_view path) const;
  const nlohmann::json* Ask(std::string_view path) const;  // the same, for good
  bool AskedBelow(const std::string& path) const;
  void ExpectNoMore(const nlohmann::json& at, const JsonPlace& place, const std::string& path) const;
  // Of the deepest of the path's keys that is there.
  std::int64_t LineOf(std::string_view path) const;

  FindingLog& log_;
  std::unique_ptr<PlacedJson> read_;
  mutable std::set<std::string, std::less<>> asked_;  // paths
};

}  // namespace pasok::match::recheck
