// The tables of the store and how an older store becomes a newer one.
#pragma once

#include <cstdint>

#include "server/store/sqlite.h"

namespace pasok::server {

// The schema's version that this program writes: the number of migration steps it knows.
std::int64_t KnownSchemaVersion();

// Whether the file is another program's: it has a mark that isn't ours or, without one, tables that are no
// store's from before stores had a mark. A file without anything is nobody's.
bool IsForeign(Connection& connection);

// Brings the store to KnownSchemaVersion, each step in a transaction with its version number, and marks it as
// ours. REQUIRES that it isn't foreign. Returns the version found; one above KnownSchemaVersion means that
// nothing was touched and the store must not be used.
std::int64_t Migrate(Connection& connection);

}  // namespace pasok::server
