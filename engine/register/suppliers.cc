#include <algorithm>
#include <array>

#include "engine/register/codes.h"
#include "engine/register/licence.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"
#include "engine/register/words.h"

namespace pasok {
namespace {

enum SupplierColumn : int {
  kId,
  kName,
  kKind,
  kRegion,
  kLat,
  kLng,
  kStatus,
  kOwnerGroup,
  kLicences,
  kCapacity,
  kVia,
  kRegisteredOn,
  kHandling,
  kHandlingFee
};
static_assert(kId == kIdColumn && kName == kSupplierNameColumn && kLat == kSupplierLatColumn &&
              kOwnerGroup == kSupplierOwnerColumn);
constexpr std::array<Column, 14> kColumns{{{"supplier_id", true},
                                           {"name", true},
                                           {"kind", true},
                                           {"region", true},
                                           {"lat"},
                                           {"lng"},
                                           {"status"},
                                           {"owner_group"},
                                           {"licences"},
                                           {"capacity_kg_per_day"},
                                           {"via"},
                                           {"registered_on"},
                                           {"handling_kg_per_day"},
                                           {"handling_fee_idr_per_kg"}}};

void WarnOfTwoEnds(const std::vector<Licence>& licences, Table& table) {
  for (std::size_t i = 0; i < licences.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (licences[i].name != licences[j].name || licences[i].until == licences[j].until) continue;
      std::vector<Licence> both{licences[j], licences[i]};
      SettleLicences(both);
      return table.Warning(code::kLicenceNamedTwice, kLicences, "each licence once",
                           "what counts is " + ToText(both.front()));
    }
  }
}

// Such a list reads as one licence, which nobody requires.
void WarnOfOtherSeparators(const std::vector<Licence>& licences, Table& table) {
  const bool holds_one = std::ranges::any_of(
      licences, [](const Licence& one) { return one.name.find_first_of(",;/") != one.name.npos; });
  if (!holds_one) return;
  table.Warning(code::kLicencesRunTogether, kLicences, "'|' between two licences",
                "write for instance halal|nkv; as it is, this is one licence");
}

std::vector<Licence> ReadLicences(Table& table) {
  const std::string_view text = table.OptionalText(kLicences, limits::kReasonBytes);
  std::vector<Licence> licences;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    const std::string_view written = Trim(text.substr(begin, end - begin));
    begin = end + 1;
    if (written.empty()) continue;
    LicenceReading reading = ReadLicence(written);
    if (reading.licence) {
      licences.push_back(*std::move(reading.licence));
    } else {
      table.Error(reading.out_of_range ? code::kOutOfRange : code::kBadDate, kLicences,
                  "a licence's name, and after ':' its last day as YYYY-MM-DD",
                  "write for instance halal:2027-01-31; nothing after the name where it doesn't end");
    }
  }
  WarnOfTwoEnds(licences, table);
  WarnOfOtherSeparators(licences, table);
  SettleLicences(licences);
  return licences;
}

void ReadCells(Table& table, References& references, Supplier& supplier) {
  supplier.name = table.RequiredText(kName, limits::kNameBytes);
  table.RequiredText(kKind, limits::kIdBytes);
  if (const auto kind = table.WordOf(kKind, kSupplierKindWords))
    supplier.kind = static_cast<SupplierKind>(*kind);
  supplier.region = references.RegionOf(table, kRegion);
  supplier.point = table.PointOf(kLat, kLng);
  if (const auto status = table.WordOf(kStatus, kStatusWords)) supplier.active = *status == 0;
  supplier.owner_group = table.OptionalText(kOwnerGroup, limits::kNameBytes);
  supplier.licences = ReadLicences(table);
  if (const auto capacity = table.Number(kCapacity, limits::kKg))
    supplier.capacity_per_day = Grams{*capacity};
  supplier.registered_on = table.DateOf(kRegisteredOn);
  if (const auto handling = table.Number(kHandling, limits::kKg))
    supplier.handling_per_day = Grams{*handling};
  if (const auto fee = table.Number(kHandlingFee, limits::kRupiahPerKg))
    supplier.handling_fee = SenPerKg{*fee};
}

// An aggregator sells for others and through nobody: one step, no chains.
class Aggregators {
 public:
  Aggregators(Registers& registers, References& references, const std::vector<std::string>& via)
      : suppliers_(registers.dataset.suppliers), registers_(registers), references_(references), via_(via) {}

  void Link() {
    for (std::size_t i = 0; i < suppliers_.size(); ++i) {
      if (!via_[i].empty()) suppliers_[i].via = registers_.dataset.FindSupplier(via_[i]);
    }
    FindCycles();
    for (std::size_t i = 0; i < suppliers_.size(); ++i) {
      if (!via_[i].empty()) Check(static_cast<std::int32_t>(i));
    }
  }

 private:
  void Check(std::int32_t row) {
    const std::int32_t via = suppliers_[row].via;
    if (via == kNone) {
      if (!registers_.suppliers.complete()) return;
      Fault(row, code::kUnknownSupplier, "a supplier_id of suppliers.csv",
            references_.MendSupplier(via_[row]));
    } else if (via == row) {
      Fault(row, code::kViaSelf, "another supplier", "leave `via` empty for a supplier that sells by itself");
    } else if (on_cycle_[row]) {
      Fault(row, code::kViaCycle, "an aggregator that sells by itself",
            "these suppliers sell through each other in a circle: empty the aggregator's own `via`");
    } else if (suppliers_[via].via != kNone) {
      Fault(row, code::kViaChain, "an aggregator that sells by itself",
            "'" + suppliers_[via].id + "' sells through '" + via_[via] + "': name that one");
    } else if (suppliers_[row].active && !suppliers_[via].active) {
      Fault(row, code::kViaInactive, "an active aggregator",
            "'" + suppliers_[via].id + "' is tidak_aktif: activate it or name another");
    }
  }

  // Every row has one successor at most; a walk that meets its own trail has found a circle.
  void FindCycles() {
    on_cycle_.assign(suppliers_.size(), false);
    std::vector<std::int32_t> trail_of(suppliers_.size(), kNone);
    for (std::int32_t start = 0; start < static_cast<std::int32_t>(suppliers_.size()); ++start) {
      std::int32_t at = start;
      while (at != kNone && trail_of[at] == kNone) {
        trail_of[at] = start;
        at = suppliers_[at].via;
      }
      if (at == kNone || trail_of[at] != start) continue;
      for (; !on_cycle_[at]; at = suppliers_[at].via) on_cycle_[at] = true;
    }
  }

  void Fault(std::int32_t row, std::string_view code, std::string_view expected, std::string_view fix) {
    registers_.suppliers.table->RemarkAt(registers_.suppliers.lines[row], Severity::kError, code, kVia,
                                         via_[row], expected, fix);
  }

  std::vector<Supplier>& suppliers_;
  Registers& registers_;
  References& references_;
  const std::vector<std::string>& via_;
  std::vector<bool> on_cycle_;
};

}  // namespace

void ReadSuppliers(std::string_view content, Registers& registers, References& references) {
  std::vector<Supplier>& suppliers = registers.dataset.suppliers;
  std::vector<std::int64_t>& lines = registers.suppliers.lines;
  std::vector<std::string> via;
  Table& table = registers.suppliers.table.emplace("suppliers.csv", content, kColumns, registers.log);
  suppliers.reserve(table.RowsToExpect());
  while (table.Next()) {
    Supplier supplier;
    supplier.id = table.RequiredId(kId);
    if (table.whole()) ReadCells(table, references, supplier);
    registers.suppliers.NotePoint(supplier.point, kLat, kLng);
    if (supplier.id.empty()) {
      registers.suppliers.lacks_a_key = true;
      continue;
    }
    suppliers.push_back(std::move(supplier));
    via.emplace_back(table.whole() ? table.OptionalText(kVia, limits::kIdBytes) : std::string_view());
    lines.push_back(table.line());
  }

  std::vector<std::int32_t> order = OrderOf(
      suppliers.size(), [&](std::int32_t a, std::int32_t b) { return suppliers[a].id < suppliers[b].id; });
  DropRepeats(
      order, [&](std::int32_t a, std::int32_t b) { return suppliers[a].id == suppliers[b].id; },
      [&](std::int32_t row, std::int32_t first) {
        table.RemarkAt(lines[row], Severity::kError, code::kDuplicateId, kId, suppliers[row].id,
                       "each supplier_id once", "line " + std::to_string(lines[first]) + " has it already");
      });
  Rearrange(suppliers, order);
  Rearrange(lines, order);
  Rearrange(via, order);
  Aggregators(registers, references, via).Link();
}

}  // namespace pasok
