// Resource names and page tokens: the strings by which clients come back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pasok::server {

std::string DatasetName(std::string_view id);  // "datasets/{id}"
std::string PlanName(std::string_view id);     // "plans/{id}"
std::string StudyName(std::string_view id);    // "studies/{id}"

// The id in a name. A Fault (INVALID_ARGUMENT, on `field`) where it is no such name.
std::string DatasetIdOf(const std::string& name, const char* field);
std::string PlanIdOf(const std::string& name, const char* field);
std::string StudyIdOf(const std::string& name, const char* field);

// The same without a Fault: empty where it is no such name.
std::string DatasetIdIn(const std::string& name);

// Twelve random hexadecimal digits: short enough to type, and never the same again within one store.
std::string NewId();

// A position in a list, bound to `scope` (the list and its filter), so that a token for one list isn't taken
// for another's.
std::string PageToken(std::string_view scope, std::int64_t position);
// The position; `first` where the token is empty. A Fault where the token is not one of that scope.
std::int64_t PagePosition(std::string_view scope, std::string_view token, std::int64_t first);

// The page size to use for a request's: `usual` where 0, cut to `most`. A Fault where negative.
std::int32_t PageSize(std::int32_t asked, std::int32_t usual, std::int32_t most);

}  // namespace pasok::server
