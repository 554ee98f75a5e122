// Stored messages, as they are read back.
#pragma once

#include <string>
#include <string_view>

#include "server/store/sqlite.h"

namespace pasok::server {

// The message stored as `bytes`, of what `name` says ("plans/3f2a…"). StoreError (kDamaged), which names it,
// where they are none.
template <class Message>
Message ParsedFrom(std::string_view bytes, const std::string& name) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw StoreError(StoreError::Kind::kDamaged, "what is stored of " + name + " can't be read");
  return message;
}

}  // namespace pasok::server
