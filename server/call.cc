#include "server/call.h"

#include <new>
#include <string>

#include "server/status.h"

namespace pasok::server {

Language LanguageFor(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("accept-language");
  if (found == metadata.end()) return Language::kEnglish;
  return LanguageOf({found->second.data(), found->second.size()});
}

grpc::Status StatusOf(grpc::CallbackServerContext& context, const Fault& fault) {
  if (fault.retry_after) {
    context.AddTrailingMetadata("grpc-retry-pushback-ms", std::to_string(fault.retry_after->count()));
  }
  return ToGrpcStatus(fault, LanguageFor(context));
}

std::optional<Fault> Attempt(Log& log, const std::function<void()>& work) {
  try {
    work();
    return std::nullopt;
  } catch (const Fault& fault) {
    return fault;
  } catch (const StoreError& error) {
    // A full disk is told to whoever asked, in words that say what to do.
    const bool full = error.kind() == StoreError::Kind::kFull;
    log.Write(full ? LogLevel::kWarning : LogLevel::kError, std::string("the store failed: ") + error.what());
    return StoreFault(error);
  } catch (const std::bad_alloc&) {
    log.Write(LogLevel::kError, "out of memory");
    return TooBusy();
  } catch (const std::exception& error) {
    log.Write(LogLevel::kError, std::string("internal error: ") + error.what());
    return InternalFault();
  }
}

grpc::Status Guarded(grpc::CallbackServerContext& context, Log& log, const std::function<void()>& work) {
  const std::optional<Fault> fault = Attempt(log, work);
  return fault ? StatusOf(context, *fault) : grpc::Status::OK;
}

}  // namespace pasok::server
