#include "engine/register/read.h"

#include <algorithm>
#include <array>
#include <future>
#include <map>
#include <set>
#include <utility>

#include "engine/register/by_rank.h"
#include "engine/register/codes.h"
#include "engine/register/content_id.h"
#include "engine/register/file_names.h"
#include "engine/register/nearest.h"
#include "engine/register/policy_read.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/sha256.h"

namespace pasok {
namespace {

// On a thread of its own, or where there is none to be had, when it is waited for.
constexpr std::launch kBeside = std::launch::async | std::launch::deferred;

std::string InSmallLetters(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// The contents by known name; logs what is missing, unknown or there twice.
class Directory {
 public:
  Directory(std::span<const RegisterFile> files, const std::function<bool()>& still_wanted, FindingLog& log)
      : still_wanted_(still_wanted), log_(log) {
    std::array<std::string_view, kKnownFiles.size()> names;
    std::ranges::transform(kKnownFiles, names.begin(), &KnownFile::name);
    for (const RegisterFile& file : files) {
      const auto known = std::ranges::find(names, std::string_view(file.name));
      if (known == names.end()) {
        Remark(Severity::kWarning, code::kUnknownFile, file.name, "a register or policy.yaml",
               MendUnknown(file.name, names));
      } else if (!contents_.emplace(*known, &file).second) {
        Remark(Severity::kError, code::kDuplicateFile, file.name, "each file once", "remove one of the two");
      }
    }
    for (const KnownFile& file : kKnownFiles) {
      if (file.required) Require(file.name, files);
    }
  }

  void Require(std::string_view name, std::span<const RegisterFile> files) {
    if (InContents(name) != nullptr) return;
    Remark(Severity::kError, code::kMissingFile, name, "this file in the dataset", MendMissing(name, files));
  }

  const RegisterFile* Find(std::string_view name) const {
    return still_wanted_() ? InContents(name) : nullptr;
  }

 private:
  const RegisterFile* InContents(std::string_view name) const {
    const auto found = contents_.find(name);
    return found == contents_.end() ? nullptr : found->second;
  }

  static std::string MendUnknown(const std::string& name, std::span<const std::string_view> names) {
    const std::string small = InSmallLetters(name);
    const auto is_workbook_of = [&](std::string_view file) { return IsWorkbookOf(small, file); };
    if (std::ranges::any_of(names, is_workbook_of)) return "a workbook isn't read: save it as \"CSV UTF-8\"";
    const std::string_view meant = Nearest(name, names);
    return meant.empty() ? "it is not read" : DidYouMean(meant) + " It is not read as it is";
  }

  static std::string MendMissing(std::string_view name, std::span<const RegisterFile> files) {
    if (files.empty()) return "the directory has no registers at all: is it the right one?";
    for (const RegisterFile& file : files) {
      if (IsWorkbookOf(InSmallLetters(file.name), name))
        return "open '" + file.name + "' and save it as \"CSV UTF-8\" under this name";
      constexpr int kSlips = 2;
      const bool other_case = file.name != name && EditDistance(file.name, name, kSlips) <= kSlips;
      if (other_case) return "rename '" + file.name + "'";
    }
    return "add it; a register without rows has its header line only";
  }

  void Remark(Severity severity, std::string_view code, std::string_view file, std::string_view expected,
              std::string_view fix) {
    log_.Add({.severity = severity,
              .code = std::string(code),
              .file = std::string(file),
              .expected = std::string(expected),
              .fix = std::string(fix)});
  }

  const std::function<bool()>& still_wanted_;
  FindingLog& log_;
  std::map<std::string_view, const RegisterFile*> contents_;
};

void WarnOfEmptyRegisters(const Registers& registers, bool has_menu) {
  const auto warn = [&](const Register& source, std::string_view code, std::string_view expected,
                        std::string_view fix) {
    if (!source.complete() || source.table->has_rows()) return;
    registers.log.Add({.severity = Severity::kWarning,
                       .code = std::string(code),
                       .file = std::string(source.table->file()),
                       .expected = std::string(expected),
                       .fix = std::string(fix)});
  };
  constexpr std::string_view kForgotten = "the file has a header only: was the export cut short?";
  warn(registers.regions, code::kNoRows, "at least one region", kForgotten);
  warn(registers.suppliers, code::kNoRows, "at least one supplier", kForgotten);
  warn(registers.offers, code::kNoRows, "at least one offer", kForgotten);
  warn(registers.demand_points, code::kNoRows, "at least one demand point", kForgotten);
  if (has_menu) return;
  warn(registers.requirements, code::kNoDemand, "at least one requirement", "the plan will be empty");
}

// Neither a requirement nor a menu can ask anything for them; it is a menu that asks for recipients.
void WarnOfDemandPointsInNeedOfNothing(const Registers& registers, bool may_have_menu) {
  const Dataset& dataset = registers.dataset;
  const bool nobody_needs = dataset.requirements.empty() && !may_have_menu;  // which is told in one remark
  if (!registers.demand_points.complete() || nobody_needs) return;
  std::vector<bool> needs(dataset.demand_points.size());
  for (const Requirement& row : dataset.requirements) needs[row.demand_point] = true;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    const DemandPoint& point = dataset.demand_points[i];
    const bool has_recipients = std::ranges::any_of(point.recipients, [](std::int32_t n) { return n > 0; });
    if (needs[i] || (has_recipients && may_have_menu)) continue;
    registers.demand_points.table->RemarkAt(
        registers.demand_points.lines[i], Severity::kWarning, code::kNeedsNothing, 0, point.id,
        has_recipients ? "a row in requirements.csv, or a menu in the policy for its recipients"
                       : "recipients, or a row in requirements.csv",
        "nothing will be planned for it");
  }
}

// Nothing is ever due of them.
void WarnOfContractsWithoutOffer(const Registers& registers) {
  if (!registers.offers.complete()) return;
  std::set<std::pair<std::int32_t, std::int32_t>> offered;
  for (const Contract& row : registers.dataset.contracts) offered.emplace(row.supplier, row.commodity);
  for (const Offer& row : registers.dataset.offers) offered.erase({row.supplier, row.commodity});
  for (std::size_t i = 0; i < registers.dataset.contracts.size(); ++i) {
    const Contract& row = registers.dataset.contracts[i];
    if (!offered.contains({row.supplier, row.commodity})) continue;
    registers.contracts.table->RemarkAt(
        registers.contracts.lines[i], Severity::kWarning, code::kContractWithoutOffer, 0,
        registers.dataset.suppliers[row.supplier].id,
        "a supplier that offers " + registers.dataset.commodities[row.commodity],
        "nothing will come of the contract");
  }
}

std::string NameOf(const std::string& content, const std::optional<Policy>& own_policy) {
  if (!own_policy) return content;
  Sha256 hash;
  hash.Text("pasok-dataset-with-policy-1");
  hash.Text(content);
  hash.Text(Digest(*own_policy));
  return hash.HexOf32Digits();
}

void AddUnknownCommodities(const Dataset& dataset, const Policy& policy, FindingLog& log) {
  const auto is_known = [&](const std::string& code) { return policy.FindCommodity(code) != nullptr; };
  if (std::ranges::all_of(dataset.commodities, is_known)) return;
  const auto count = [&](const auto& rows) {
    std::vector<std::int64_t> rows_of(dataset.commodities.size());
    for (const auto& row : rows) {
      if (row.commodity != kNone) ++rows_of[row.commodity];
    }
    return rows_of;
  };
  const std::vector<std::int64_t> offers = count(dataset.offers), requirements = count(dataset.requirements),
                                  contracts = count(dataset.contracts), storage = count(dataset.storage),
                                  stock = count(dataset.stock);
  std::vector<std::string_view> known;
  for (const CommodityRule& rule : policy.commodities) known.push_back(rule.code);

  const auto fault = [&](std::string_view file, const std::string& commodity, std::int64_t rows) {
    if (rows == 0) return;
    const std::string guess = DidYouMean(Nearest(commodity, known));
    log.Add({.code = std::string(code::kUnknownCommodity),
             .file = std::string(file),
             .field = "commodity",
             .value = commodity,
             .expected = "a commodity of the policy",
             .fix = std::to_string(rows) + (rows == 1 ? " row has it; " : " rows have it; ") +
                    (guess.empty() ? "add the commodity to the policy" : guess)});
  };
  for (std::size_t i = 0; i < dataset.commodities.size(); ++i) {
    if (is_known(dataset.commodities[i])) continue;
    fault("offers.csv", dataset.commodities[i], offers[i]);
    fault("requirements.csv", dataset.commodities[i], requirements[i]);
    fault("contracts.csv", dataset.commodities[i], contracts[i]);
    fault("storage.csv", dataset.commodities[i], storage[i]);
    fault("stock.csv", dataset.commodities[i], stock[i]);
  }
}

// nullopt: it has none, or one with errors.
std::optional<Policy> ReadOwnPolicy(const Directory& directory, FindingLog& log) {
  const RegisterFile* file = directory.Find(kPolicyFile);
  if (file == nullptr) return std::nullopt;
  const std::int64_t errors_before = log.errors();
  Policy own = ReadPolicyInto(file->content, kPolicyFile, log);
  return log.errors() == errors_before ? std::optional(std::move(own)) : std::nullopt;
}

using SimilarNames = std::future<std::vector<SimilarName>>;

// Each register after those that it refers to, the offers beside them; what comes of the suppliers' names and
// is under way when it returns, with the beginning of the id, reads `registers` and writes `id`.
SimilarNames ReadRegisters(const Directory& directory, Registers& registers, References& references,
                           ContentIdInTheMaking& id) {
  const auto read = [&](std::string_view name, auto reader) {
    if (const RegisterFile* file = directory.Find(name)) reader(file->content, registers, references);
  };
  std::future<UnlinkedOffers> offers;
  if (const auto* file = directory.Find("offers.csv")) {
    offers = std::async(kBeside, [&, file] { return ReadOffers(file->content, registers, references); });
  }
  if (const auto* file = directory.Find("regions.csv")) ReadRegions(file->content, registers);
  read("suppliers.csv", ReadSuppliers);
  SimilarNames similar_suppliers = std::async(kBeside, [&] {
    id.AddRegionsAndSuppliers(registers.dataset);
    return FindSimilarNames(registers.dataset.suppliers, registers.suppliers.lines);
  });
  read("demand_points.csv", ReadDemandPoints);
  if (offers.valid()) LinkOffers(offers.get(), registers, references);
  read(kRequirementsFile, ReadRequirements);
  read("distances.csv", ReadDistances);
  read("blocks.csv", ReadBlocks);
  read("calendar.csv", ReadCalendar);
  read("contracts.csv", ReadContracts);
  read("storage.csv", ReadStorage);
  read("stock.csv", ReadStock);
  return similar_suppliers;
}

void Settle(Registers& registers, References& references) {
  references.SettleCommodities(registers.dataset);
  SettleOffers(registers);
  WarnOfUnusualFigures(registers);
  registers.log.TakeOver(registers.offers_log);
  SettleRequirements(registers);
  SettleContracts(registers);
  SettleStorage(registers);
  SettleStock(registers);
}

void WarnOfNamesThatLookAlike(const Registers& registers, const std::vector<SimilarName>& similar_suppliers) {
  const Dataset& dataset = registers.dataset;
  WarnOfSimilarNames(dataset.suppliers, registers.suppliers, similar_suppliers);
  WarnOfSimilarNames(dataset.demand_points, registers.demand_points,
                     FindSimilarNames(dataset.demand_points, registers.demand_points.lines));
  WarnOfOwnersThatLookAlike(registers);
}

// `named`: nullptr where the caller named none; `known`: nullptr where none can be trusted.
void WarnOfPolicies(const Registers& registers, const Policy* named, const std::optional<Policy>& own,
                    const Policy* known) {
  if (known != nullptr) WarnOfLicencesThatLookAlike(registers, *known);
  if (named != nullptr) {
    WarnOfPolicy(registers, *named);
  } else if (own) {
    WarnOfPolicy(registers, *own, kPolicyFile);
    WarnOfCeilingsWithoutRegion(registers, *own);
  }
}

}  // namespace

DatasetReading ReadDataset(std::span<const RegisterFile> files, const Policy* policy,
                           const std::function<bool()>& still_wanted) {
  DatasetReading reading;
  FindingLog log;
  Directory directory(files, still_wanted, log);

  reading.own_policy = ReadOwnPolicy(directory, log);
  // Without any policy that can be trusted, which commodities are known can't be said.
  const Policy* known = policy;
  if (known == nullptr && directory.Find(kPolicyFile) == nullptr) known = &BuiltInPolicy();
  if (known == nullptr && reading.own_policy) known = &*reading.own_policy;
  const bool has_menu = known != nullptr && !known->menu.days.empty();
  const bool may_have_menu = has_menu || known == nullptr;
  if (!may_have_menu) directory.Require(kRequirementsFile, files);

  FindingLog offers_log;
  Registers registers{.dataset = {},
                      .log = log,
                      .offers_log = offers_log,
                      .regions = {},
                      .suppliers = {},
                      .demand_points = {},
                      .offers = {},
                      .requirements = {},
                      .distances = {},
                      .blocks = {},
                      .calendar = {},
                      .contracts = {},
                      .storage = {},
                      .stock = {}};
  References references(registers, known);
  ContentIdInTheMaking id;
  SimilarNames similar_suppliers = ReadRegisters(directory, registers, references, id);
  if (!still_wanted()) return {};
  Settle(registers, references);

  WarnOfNamesThatLookAlike(registers, similar_suppliers.get());
  const InheritedPoints inherited = CheckPlaces(registers);
  reading.suppliers_without_point = inherited.suppliers;
  reading.demand_points_without_point = inherited.demand_points;
  WarnOfEmptyRegisters(registers, has_menu);
  WarnOfDemandPointsInNeedOfNothing(registers, may_have_menu);
  WarnOfContractsWithoutOffer(registers);
  WarnOfPolicies(registers, policy, reading.own_policy, known);

  if (log.errors() == 0) {
    reading.id = NameOf(id.Finish(registers.dataset), reading.own_policy);
    reading.dataset = std::move(registers.dataset);
  }
  reading.findings = log.Take();
  return reading;
}

Findings CheckAgainst(const Dataset& dataset, const Policy& policy) {
  FindingLog log;
  AddUnknownCommodities(dataset, policy, log);
  for (Finding& finding : FindNotByRank(policy)) log.Add(std::move(finding));
  return log.Take();
}

}  // namespace pasok
