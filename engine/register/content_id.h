// ContentId in two steps, so that the long first one can be taken before all registers are read.
#pragma once

#include <string>

#include "engine/register/dataset.h"
#include "engine/register/sha256.h"

namespace pasok {

class ContentIdInTheMaking {
 public:
  // REQUIRES that regions and suppliers are complete and in canonical order; reads nothing else.
  void AddRegionsAndSuppliers(const Dataset& dataset);
  // REQUIRES that this came first, of the same regions and suppliers. Ends it.
  std::string Finish(const Dataset& dataset);

 private:
  Sha256 hash_;
};

}  // namespace pasok
