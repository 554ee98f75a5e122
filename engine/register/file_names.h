// What the files of a dataset are called. The client reads this too, so that it sends these files and no
// others: the one header of the engine that it may include, and so without anything else in it.
#pragma once

#include <array>
#include <string_view>

namespace pasok {

inline constexpr std::string_view kPolicyFile = "policy.yaml";
inline constexpr std::string_view kRequirementsFile = "requirements.csv";

struct KnownFile {
  std::string_view name;
  bool required = false;
};
inline constexpr std::array<KnownFile, 12> kKnownFiles{{{"regions.csv", true},
                                                        {"suppliers.csv", true},
                                                        {"offers.csv", true},
                                                        {"demand_points.csv", true},
                                                        {kRequirementsFile},  // a menu can stand in for it
                                                        {"distances.csv"},
                                                        {"blocks.csv"},
                                                        {"calendar.csv"},
                                                        {"contracts.csv"},
                                                        {"storage.csv"},
                                                        {"stock.csv"},
                                                        {kPolicyFile}}};

}  // namespace pasok
