// Where readers put their remarks: counts all of them, keeps as many as a person can use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/register/finding.h"

namespace pasok {

class FindingLog {
 public:
  // Counts a remark; true where it is among the first `Findings::kMostPerCode` of its code and file, so that
  // it is worth the caller's while to spell it out and Keep it.
  bool Count(Severity severity, std::string_view code, std::string_view file);
  // `finding.value` may be any bytes: it is shortened and cleaned here. REQUIRES that Count said true for it.
  void Keep(Finding finding);
  // Both at once.
  void Add(Finding finding);

  // Takes over what `other` has so far. REQUIRES that no code of one file is remarked on in both, so that
  // each keeps as many as it may.
  void TakeOver(FindingLog& other);

  std::int64_t errors() const { return findings_.errors; }

  // Everything so far, sorted; the log is empty afterwards.
  Findings Take();

 private:
  Findings findings_;
  std::map<std::pair<std::string, std::string>, std::int64_t, std::less<>> kept_;  // by code and file
};

// At most `most` bytes of valid UTF-8 without control characters, of whatever bytes.
std::string Shorten(std::string_view bytes, std::size_t most = 80);

}  // namespace pasok
