// Remarks on the files of a dataset directory that are no registers. The client makes them, since only
// registers are sent: a stray file must neither block an import nor be left out in silence.
#pragma once

#include "client/files.h"
#include "pasok/v1/files.pb.h"

namespace pasok::client {

// Adds an `unknown_file` for each of the others, in its place and as the server would, who is never told of
// them; and says of a register that it misses which of them may be meant.
void AddUnknownFiles(const RegisterDirectory& directory, v1::Findings& findings);

}  // namespace pasok::client
