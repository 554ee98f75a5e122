// How much memory a structure's vectors take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pasok::match {

// What they have allocated, whatever of it is in use. REQUIRES rows that own nothing themselves.
template <class... Rows>
std::int64_t BytesOfRows(const std::vector<Rows>&... rows) {
  return (std::int64_t{0} + ... + static_cast<std::int64_t>(rows.capacity() * sizeof(Rows)));
}

// Short names lie in the string itself.
inline std::int64_t BytesOfNames(const std::vector<std::string>& names) {
  static const std::size_t kWithin = std::string().capacity();
  std::int64_t bytes = BytesOfRows(names);
  for (const std::string& name : names)
    bytes += name.capacity() > kWithin ? static_cast<std::int64_t>(name.capacity()) + 1 : 0;
  return bytes;
}

}  // namespace pasok::match
