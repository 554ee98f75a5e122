// The rows that a Choice is about, and which of its names have been of use; behind apply.h.
#pragma once

#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "engine/study/scenario/workbench.h"

namespace pasok::study {

class Chosen {
 public:
  // Names that aren't there are logged. `which` and `bench` outlive this.
  Chosen(Workbench& bench, const Choice& which, bool of_demand);

  bool ok() const { return ok_; }

  // Whether the supplier or demand point fits, as far as it goes without the commodity. What fits and is
  // touched is then to be credited.
  bool Fits(const Supplier& row, std::int32_t index);
  bool Fits(const DemandPoint& row, std::int32_t index);
  bool FitsCommodity(std::int32_t commodity);
  // The names that the last answers of true rested on have been of use.
  void Credit();

  // Logs every name that never was of use. To be asked where something was touched.
  void FaultTheIdle();

 private:
  // One list of names, and for a key of its kind the name that stands for it.
  struct List {
    const std::vector<Name>* names = nullptr;
    std::vector<bool> used{};
    std::int32_t last = kNone;  // that the last question was answered by
  };

  bool Take(List& list, std::int32_t name);
  bool FitsOwner(std::string_view owner);
  void FindIds(const std::vector<Name>& names, bool of_demand);
  void FindRegions(const std::vector<Name>& names);
  void FindOwners(const std::vector<Name>& names, bool of_demand);
  void FindCommodities(const std::vector<Name>& names);

  Workbench& bench_;
  bool ok_ = true;
  List ids_, regions_, kinds_, owners_, commodities_;
  std::vector<std::int32_t> name_of_region_, name_of_commodity_;  // empty: any
  std::array<std::int32_t, kSupplierKinds> name_of_kind_{};
  std::map<std::int32_t, std::int32_t> name_of_row_;
  std::map<std::string_view, std::int32_t> name_of_owner_;
};

}  // namespace pasok::study
