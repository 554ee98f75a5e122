// Names of datasets, plans and studies, as people shorten them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/connection.h"
#include "proto/regions.h"

namespace pasok::client {

// What deleting wants of an id: fewer characters are a slip too easily.
inline constexpr std::size_t kEnoughToDelete = 8;

// The one of `names` ("plans/3f2a…") that `given` means: the whole name, the id alone, or the name or the id
// up to `least` characters of the id or more, where only one begins so. Failure (kInputAtFault) otherwise,
// which calls them `noun` and lists the candidates.
std::string PickName(std::string_view given, const std::vector<std::string>& names, const std::string& noun,
                     std::size_t least = 1);

// As PickName, of what is stored.
v1::Dataset DatasetNamed(Connection& server, const std::string& given, std::size_t least = 1);
v1::Plan PlanNamed(Connection& server, const std::string& given, std::size_t least = 1);
// The published plan that one of `regions` follows on: of those whose days begin before `date` (ISO 8601;
// empty: any) one for the same regions, where there is none one that shares some with them; of several the
// one that begins last, then the newest. An empty one, of days that were closed, leaves nothing to follow on.
std::optional<v1::Plan> LastPublishedBefore(Connection& server, const std::string& date,
                                            const RegionCodes& regions);
// The named plan, or for "published" LastPublishedBefore. Failure (kInputAtFault) where there is none.
v1::Plan PreviousNamed(Connection& server, const std::string& given, const std::string& date,
                       const RegionCodes& regions);
v1::Study StudyNamed(Connection& server, const std::string& given, std::size_t least = 1);
// The whole name of a plan or a study: looked for in both where the collection isn't given.
std::string PlanOrStudyNamed(Connection& server, const std::string& given);
// The whole name of a plan or a dataset, likewise.
std::string PlanOrDatasetNamed(Connection& server, const std::string& given);
// The whole name of a plan, a study or a dataset, given by enough of it.
std::string NameToDelete(Connection& server, const std::string& given);
bool IsStudy(std::string_view name);

}  // namespace pasok::client
