#include <algorithm>
#include <array>
#include <tuple>

#include "engine/register/codes.h"
#include "engine/register/registers.h"

namespace pasok {
namespace {

// Legal forms that one clerk writes and another leaves out.
constexpr std::array<std::string_view, 7> kForms{"ud", "cv", "pt", "pd", "kud", "kop", "koperasi"};

// Lower case, without punctuation and blanks, without leading legal forms: "Koperasi  Maju-Jaya" is
// "majujaya". Answers `plain`, written over.
const std::string& PlainInto(std::string& plain, std::string_view name) {
  plain.clear();
  std::size_t word = 0;  // where the current word begins in `plain`
  const auto end_word = [&] {
    const bool leading_form = word == 0 && std::ranges::find(kForms, std::string_view(plain)) != kForms.end();
    if (leading_form) plain.clear();
    word = plain.size();
  };
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      plain += c;
    } else if (c != '.' && c != '\'') {  // "U.D. Ma'mur" is "UD Mamur"
      end_word();
    }
  }
  return plain;
}

std::string Plain(std::string_view name) {
  std::string plain;
  return PlainInto(plain, name);
}

struct NamedPlace {
  std::int32_t region = kNone;
  std::int32_t row = kNone;
  std::uint64_t hash = 0;  // of the plain name
  std::int64_t line = 0;
};

std::uint64_t HashOf(std::string_view text) {
  constexpr std::uint64_t kOffset = 14695981039346656037U;  // FNV-1a
  constexpr std::uint64_t kPrime = 1099511628211U;
  std::uint64_t hash = kOffset;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  return hash;
}

// Sorts by region and hash and compares neighbours only; names are compared in full where the hashes agree.
template <class Row>
std::vector<SimilarName> Find(const std::vector<Row>& rows, const std::vector<std::int64_t>& lines) {
  std::vector<NamedPlace> places;
  places.reserve(rows.size());
  std::string plain;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].region == kNone || rows[i].name.empty()) continue;
    places.push_back({.region = rows[i].region,
                      .row = static_cast<std::int32_t>(i),
                      .hash = HashOf(PlainInto(plain, rows[i].name)),
                      .line = lines[i]});
  }
  std::ranges::sort(places, {},
                    [](const NamedPlace& place) { return std::tuple(place.region, place.hash, place.line); });
  std::vector<SimilarName> similar;
  for (std::size_t i = 1; i < places.size(); ++i) {
    const NamedPlace& before = places[i - 1];
    const NamedPlace& here = places[i];
    if (before.region != here.region || before.hash != here.hash) continue;
    if (Plain(rows[before.row].name) != Plain(rows[here.row].name)) continue;
    similar.push_back({.row = here.row, .like = before.row});
  }
  return similar;
}

template <class Row>
void Warn(const std::vector<Row>& rows, const Register& source, int name_column,
          const std::vector<SimilarName>& similar) {
  for (const SimilarName& one : similar) {
    const Row& like = rows[one.like];
    source.table->RemarkAt(source.lines[one.row], Severity::kWarning, code::kSimilarName, name_column,
                           rows[one.row].name, "names that differ within one region",
                           "line " + std::to_string(source.lines[one.like]) + " has '" + like.name + "' (" +
                               like.id + ") in the same region: is it the same one, listed twice?");
  }
}

}  // namespace

std::vector<SimilarName> FindSimilarNames(const std::vector<Supplier>& rows,
                                          const std::vector<std::int64_t>& lines) {
  return Find(rows, lines);
}
std::vector<SimilarName> FindSimilarNames(const std::vector<DemandPoint>& rows,
                                          const std::vector<std::int64_t>& lines) {
  return Find(rows, lines);
}

void WarnOfSimilarNames(const std::vector<Supplier>& rows, const Register& source,
                        const std::vector<SimilarName>& similar) {
  Warn(rows, source, kSupplierNameColumn, similar);
}
void WarnOfSimilarNames(const std::vector<DemandPoint>& rows, const Register& source,
                        const std::vector<SimilarName>& similar) {
  Warn(rows, source, kDemandNameColumn, similar);
}

}  // namespace pasok
