// The suppliers by their ids, for files that name them hundreds of thousands of times: as
// Dataset::FindSupplier, but in O(1).
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "engine/register/dataset.h"

namespace pasok::match::recheck {

class SupplierIds {
 public:
  // `dataset` outlives this, unchanged.
  explicit SupplierIds(const Dataset& dataset) {
    row_of_.reserve(dataset.suppliers.size());
    for (const Supplier& supplier : dataset.suppliers)
      row_of_.emplace(supplier.id, static_cast<std::int32_t>(row_of_.size()));
  }

  // The supplier's index, or kNone. Thread-safe.
  std::int32_t Find(std::string_view id) const {
    const auto found = row_of_.find(id);
    return found == row_of_.end() ? kNone : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::int32_t> row_of_;
};

}  // namespace pasok::match::recheck
