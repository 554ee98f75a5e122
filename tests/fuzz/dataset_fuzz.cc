// A whole directory in one input: a line "=== NAME" begins the file NAME. Any bytes: there is a dataset or an
// error, every index of the dataset holds, and every remark is clean text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "engine/register/read.h"
#include "engine/register/utf8.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

std::vector<pasok::RegisterFile> Split(std::string_view input) {
  constexpr std::string_view kMark = "=== ";
  std::vector<pasok::RegisterFile> files;
  for (std::size_t at = input.find(kMark); at != input.npos;) {
    const std::size_t end = std::min(input.find('\n', at), input.size());
    const std::size_t next = input.find(kMark, end);
    const std::size_t begin = std::min(end + 1, input.size());
    files.push_back(
        {std::string(input.substr(at + kMark.size(), end - std::min(end, at + kMark.size()))),
         std::string(input.substr(begin, next == input.npos ? next : next - std::min(next, begin)))});
    at = next;
  }
  return files;
}

template <class Row>
bool Holds(std::int32_t index, const std::vector<Row>& rows) {
  return index >= 0 && static_cast<std::size_t>(index) < rows.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto files = Split({reinterpret_cast<const char*>(data), size});
  const pasok::DatasetReading reading = pasok::ReadDataset(files, nullptr);
  Require(reading.dataset.has_value() == reading.findings.ok());
  for (const pasok::Finding& finding : reading.findings.list) {
    Require(!finding.code.empty() && finding.value.size() <= 80);
    Require(pasok::FirstBadUtf8(finding.value) == std::string_view::npos);
  }
  if (!reading.dataset) return 0;
  const pasok::Dataset& dataset = *reading.dataset;
  for (const auto& region : dataset.regions) {
    Require(region.parent == pasok::kNone || Holds(region.parent, dataset.regions));
  }
  for (const auto& supplier : dataset.suppliers) {
    Require(Holds(supplier.region, dataset.regions));
    Require(supplier.via == pasok::kNone || Holds(supplier.via, dataset.suppliers));
  }
  for (const auto& point : dataset.demand_points) Require(Holds(point.region, dataset.regions));
  for (const auto& offer : dataset.offers) {
    Require(Holds(offer.supplier, dataset.suppliers) && Holds(offer.commodity, dataset.commodities));
    Require(offer.capacity_per_day.value >= 0 && offer.price.value >= 0);
  }
  const auto known = [&](std::int32_t commodity) { return Holds(commodity, dataset.commodities); };
  for (const auto& requirement : dataset.requirements) {
    Require(Holds(requirement.demand_point, dataset.demand_points) && known(requirement.commodity));
    Require(requirement.need.value >= 0);
  }
  for (const auto& distance : dataset.distances) {
    Require(Holds(distance.from_region, dataset.regions) && Holds(distance.to_region, dataset.regions));
  }
  for (const auto& block : dataset.blocks) {
    Require(Holds(block.supplier, dataset.suppliers) && Holds(block.demand_point, dataset.demand_points));
  }
  for (const auto& day : dataset.calendar) {
    Require(day.demand_point == pasok::kNone || Holds(day.demand_point, dataset.demand_points));
    Require(day.region == pasok::kNone || Holds(day.region, dataset.regions));
  }
  for (const auto& contract : dataset.contracts) {
    Require(Holds(contract.supplier, dataset.suppliers) && known(contract.commodity));
    Require(Holds(contract.demand_point, dataset.demand_points) && (contract.least || contract.most));
  }
  for (const auto& storage : dataset.storage) {
    Require(Holds(storage.demand_point, dataset.demand_points));
    Require(storage.commodity == pasok::kNone || known(storage.commodity));
  }
  for (const auto& stock : dataset.stock) {
    Require(Holds(stock.demand_point, dataset.demand_points) && known(stock.commodity));
  }
  return 0;
}
