#include "client/unknown_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "client/findings_print.h"
#include "engine/register/read.h"

namespace pasok::client {
namespace {

RegisterDirectory With(const std::vector<std::string>& registers, const std::vector<std::string>& others) {
  RegisterDirectory directory{.files = {}, .others = others};
  for (const std::string& name : registers) directory.files.push_back({.name = name, .path = name});
  return directory;
}

// Both ends word the remark, since either may be the one that meets the file.
TEST(AddUnknownFiles, SaysWhatTheServerWouldSay) {
  for (const std::string name : {"Suppliers.csv", "policy.yml", "notes.txt", "offer.csv", "offers.xlsx"}) {
    const std::vector<RegisterFile> files = {{name, ""}};
    std::string server;
    for (const pasok::Finding& finding : ReadDataset(files, nullptr).findings.list) {
      if (finding.file == name) server = pasok::ToLine(finding);
    }
    v1::Findings findings;
    AddUnknownFiles(With({}, {name}), findings);
    ASSERT_EQ(findings.findings_size(), 1);
    EXPECT_EQ(ToLine(findings.findings(0)), server);
  }
}

TEST(AddUnknownFiles, SaysWhatToDoAboutAMissingRegister) {
  const auto mend = [](const std::string& file) {
    v1::Findings findings;
    findings.add_findings()->set_code("missing_file");
    findings.mutable_findings(0)->set_file("offers.csv");
    AddUnknownFiles(With({"regions.csv"}, {file}), findings);
    return std::ranges::find(findings.findings(), "offers.csv", &v1::Finding::file)->fix();
  };
  EXPECT_EQ(mend("offer.csv"), "rename 'offer.csv'");
  EXPECT_EQ(mend("Offers.xlsx"), "open 'Offers.xlsx' and save it as \"CSV UTF-8\" under this name");
  EXPECT_EQ(mend("regions.xlsx"), "");
}

TEST(AddUnknownFiles, StandsWhereItsFileWould) {
  v1::Findings findings;
  for (const std::string file : {"", "offers.csv", "offers.csv", "regions.csv"})
    findings.add_findings()->set_file(file);
  AddUnknownFiles(With({"offers.csv", "regions.csv"}, {"a.txt", "p.txt", "z.txt"}), findings);
  std::vector<std::string> files;
  for (const v1::Finding& finding : findings.findings()) files.push_back(finding.file());
  EXPECT_EQ(files, (std::vector<std::string>{"", "a.txt", "offers.csv", "offers.csv", "p.txt", "regions.csv",
                                             "z.txt"}));
  EXPECT_EQ(findings.warning_count(), 3);
}

TEST(AddUnknownFiles, NamesNoRegisterThatIsThere) {
  v1::Findings findings;
  AddUnknownFiles(With({"offers.csv"}, {"offers.csv.old"}), findings);
  EXPECT_EQ(findings.findings(0).fix(), "it is not read");
}

}  // namespace
}  // namespace pasok::client
