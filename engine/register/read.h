// Start here: from the bytes of the register files to a validated dataset, or to everything that is wrong
// with them.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/finding.h"
#include "engine/register/policy.h"

namespace pasok {

// One file of a dataset directory by its plain name, e.g. "suppliers.csv"; "policy.yaml" is allowed beside
// the CSVs.
struct RegisterFile {
  std::string name;
  std::string content;
};

struct DatasetReading {
  std::optional<Dataset> dataset;    // where findings.ok(), unless nobody waited for it any more
  std::optional<Policy> own_policy;  // of policy.yaml, where there is one without errors
  std::string id;  // empty without a dataset; covers the registers and the own policy's digest
  Findings findings;
  // How many points were inherited, for the planner to judge the plan's distances by.
  std::int64_t suppliers_without_point = 0;
  std::int64_t demand_points_without_point = 0;
};

// Reads and validates everything, in one pass over each file, and reports everything at once. Commodities are
// checked against `policy` where given, else the dataset's own policy, else the built-in one. Never throws
// for what a file holds. Time: linear in the bytes plus sorting the rows, on two threads as far as they go; a
// province (40 MB) within two seconds. `still_wanted` is asked between the files: where nobody waits for the
// answer any more there is none, neither a dataset nor findings. REQUIRES it to stay false once it was.
DatasetReading ReadDataset(
    std::span<const RegisterFile> files, const Policy* policy,
    const std::function<bool()>& still_wanted = [] { return true; });

// The commodities that the policy's menu names and no register does; and the dataset with them, so that a
// plan can say that they are needed; nullopt where it knows them all. Its name stays the one it was read
// with. To be done before planning.
std::vector<std::string> MissingCommodities(const Dataset& dataset, const Policy& policy);
std::optional<Dataset> CompletedFor(const Dataset& dataset, const Policy& policy);

// The findings that another policy adds for a dataset that is valid by itself: commodities it doesn't know.
Findings CheckAgainst(const Dataset& dataset, const Policy& policy);

}  // namespace pasok
