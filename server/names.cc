#include "server/names.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <random>

#include "server/fault.h"

namespace pasok::server {
namespace {

constexpr std::size_t kMostIdLength = 64;
constexpr std::string_view kDatasets = "datasets/";

// Empty where it is no name of the collection.
std::string IdIn(const std::string& name, std::string_view collection) {
  const std::string_view id = std::string_view(name).substr(std::min(collection.size(), name.size()));
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
  return name.starts_with(collection) && id.size() <= kMostIdLength && plain ? std::string(id) : "";
}

std::string IdOf(const std::string& name, std::string_view collection, const char* field) {
  std::string id = IdIn(name, collection);
  if (id.empty()) {
    const std::string shape = std::string(collection) + "{id}";
    throw BadField(field, "must have the form " + shape, "harus berbentuk " + shape);
  }
  return id;
}

// FNV-1a: not against forgers, who would gain nothing, but against tokens that were mixed up.
std::uint64_t Fingerprint(std::string_view scope) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : scope) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

}  // namespace

std::string DatasetName(std::string_view id) { return "datasets/" + std::string(id); }

std::string PlanName(std::string_view id) { return "plans/" + std::string(id); }

std::string StudyName(std::string_view id) { return "studies/" + std::string(id); }

std::string DatasetIdOf(const std::string& name, const char* field) { return IdOf(name, kDatasets, field); }

std::string DatasetIdIn(const std::string& name) { return IdIn(name, kDatasets); }

std::string PlanIdOf(const std::string& name, const char* field) { return IdOf(name, "plans/", field); }

std::string StudyIdOf(const std::string& name, const char* field) { return IdOf(name, "studies/", field); }

std::string NewId() {
  std::random_device random;
  char text[13];
  std::snprintf(text, sizeof text, "%06x%06x", random() & 0xffffffu, random() & 0xffffffu);
  return text;
}

std::string PageToken(std::string_view scope, std::int64_t position) {
  char text[34];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(position),
                static_cast<unsigned long long>(Fingerprint(scope)));
  return text;
}

std::int64_t PagePosition(std::string_view scope, std::string_view token, std::int64_t first) {
  if (token.empty()) return first;
  std::int64_t position = 0;
  const auto [end, error] =
      std::from_chars(token.data(), token.data() + std::min<std::size_t>(token.size(), 16), position, 16);
  if (error != std::errc() || position < 0 || PageToken(scope, position) != token) throw BadPageToken();
  return position;
}

std::int32_t PageSize(std::int32_t asked, std::int32_t usual, std::int32_t most) {
  if (asked < 0) throw BadField("page_size", "must not be negative", "tidak boleh negatif");
  return asked == 0 ? usual : std::min(asked, most);
}

}  // namespace pasok::server
