// A directory put in the place of another that may be there.
#pragma once

#include <filesystem>

namespace pasok::client {

// Exchanges two names in one step; 0, or the errno that says why not.
using Exchange = int (*)(const char* one, const char* other);
int ExchangeNames(const char* one, const char* other);

// Puts `staging` at `target`, so that at no moment half of it stands there. What stood there is gone
// afterwards or at `staging`, whose keeper removes it; it is gone only once the new one stands. A file system
// that can't exchange names takes two steps, and back again where the second fails. False, with nothing
// changed, where `target` can't be moved: a disk is mounted there, or it is another's. Failure
// (kServerFailed) where the disk refuses.
bool SwapIn(const std::filesystem::path& staging, const std::filesystem::path& target,
            Exchange exchange = ExchangeNames);

}  // namespace pasok::client
