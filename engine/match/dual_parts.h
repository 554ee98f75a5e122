// What a dual value is the sum of (proof.h says how), for whoever takes it and whoever checks it.
#pragma once

#include "engine/register/units.h"

namespace pasok::match {

// The sums, each >= 0 where the prices are, in sen.
struct DualParts {
  Int128 requirements = 0, lanes = 0, offers = 0, suppliers = 0;
  Int128 contracts = 0;  // what is reserved
  Int128 aggregators = 0;
  Int128 transfers = 0;

  Int128 value() const {
    return requirements - lanes - offers - suppliers - aggregators - transfers + contracts;
  }
};

}  // namespace pasok::match
