// Any text where a client comes back with a name or a page token, or an operator gives an address: refused,
// or just what the server itself would have written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/fault.h"
#include "server/listen_address.h"
#include "server/names.h"

namespace {

using pasok::server::Fault;

// Whether it is taken without a Fault.
template <class Task>
bool Takes(const Task& task) {
  try {
    task();
    return true;
  } catch (const Fault& fault) {
    if (fault.english.empty()) std::abort();
    return false;
  }
}

void Names(const std::string& name) {
  using namespace pasok::server;
  Takes([&] {
    if (DatasetName(DatasetIdOf(name, "name")) != name) std::abort();
  });
  Takes([&] {
    if (PlanName(PlanIdOf(name, "name")) != name) std::abort();
  });
  Takes([&] {
    if (StudyName(StudyIdOf(name, "name")) != name) std::abort();
  });
}

void Tokens(std::string_view token) {
  using namespace pasok::server;
  constexpr std::int64_t kFirst = 7;
  std::int64_t position = 0;
  if (!Takes([&] { position = PagePosition("plans", token, kFirst); })) return;
  const bool is_written_here = token.empty() ? position == kFirst : PageToken("plans", position) == token;
  if (!is_written_here || position < 0) std::abort();
  if (!token.empty() && Takes([&] { PagePosition("datasets", token, kFirst); })) std::abort();
}

// What only this machine reaches stays right where others may call too.
void Addresses(const std::string& address) {
  using pasok::server::ListenAddressWanted;
  if (ListenAddressWanted(address, false).empty() && !ListenAddressWanted(address, true).empty())
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Names(text);
  Tokens(text);
  Addresses(text);
  return 0;
}
