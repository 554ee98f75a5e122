// A question that the server refuses since it doesn't fit the dataset.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/at_fault.h"

namespace pasok::client {

class UnfitQuestion : public AtFault {
 public:
  UnfitQuestion(AtFault fault, std::vector<std::string> codes, std::string fix)
      : AtFault(std::move(fault)), codes_(std::move(codes)), fix_(std::move(fix)) {}

  // Those of the findings that are errors, each once.
  const std::vector<std::string>& codes() const { return codes_; }
  // How to mend the only error; empty where there are several, or nobody knows.
  const std::string& fix() const { return fix_; }

 private:
  std::vector<std::string> codes_;
  std::string fix_;
};

}  // namespace pasok::client
