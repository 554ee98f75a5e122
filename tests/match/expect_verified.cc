#include "tests/match/expect_verified.h"

#include <gtest/gtest.h>

#include "tests/match/toy.h"

namespace pasok::match {

std::vector<RegisterFile> ExpectVerified(const Plan& plan, const Dataset& dataset, const Policy& policy) {
  std::vector<RegisterFile> files = FilesOf(plan, dataset, policy, "id");
  const Verification verification = Verify(dataset, "id", files);
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
  EXPECT_EQ(verification.optimal, plan.certificate.primal == plan.certificate.dual);
  return files;
}

std::vector<RegisterFile> ExpectProven(const Plan& plan, const Dataset& dataset, const Policy& policy) {
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  return ExpectVerified(plan, dataset, policy);
}

}  // namespace pasok::match
