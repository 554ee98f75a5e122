// Datasets as the store keeps them: the record that callers see, and the files as they came.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/dataset.pb.h"
#include "server/store/store.h"

namespace pasok::server {

// One page of a list, newest first; `next` is where the following page starts, 0 after the last.
template <class Record>
struct Page {
  std::vector<Record> records;
  std::int64_t next = 0;
};

// Pages of plans and of studies end early before their records pass this, to stay well under a message's
// limit of 4 MiB.
inline constexpr std::size_t kMostPageBytes = std::size_t{2} << 20;

// Within the caller's transaction. False where there is none. A Fault where plans or studies of it exist.
bool DeleteDatasetIn(Connection& connection, const std::string& id);

// Thread-safe. Throws StoreError.
class DatasetStore {
 public:
  explicit DatasetStore(Store& store) : store_(store) {}

  // Keeps `record`, its files and its commodities under `id`, unless they are there already; returns the
  // record that stands then, and whether it stood before. A record that can't be read is replaced, with all
  // else; `is_damaged`: so are files that are no longer what the id names. `still_wanted` is asked last:
  // false leaves the store untouched (and returns `record`).
  struct Insertion {
    v1::Dataset record;
    bool already_existed = false;
  };
  Insertion Insert(const std::string& id, const v1::Dataset& record, std::span<const std::string> commodities,
                   std::span<const RegisterFile> files, const std::function<bool()>& still_wanted,
                   bool is_damaged = false);

  bool Has(const std::string& id);
  std::optional<v1::Dataset> Find(const std::string& id);
  // From position `from` (INT64_MAX: the newest) downwards. Of a record that can't be read there is the name.
  Page<v1::Dataset> List(std::int64_t from, std::int32_t most);
  // What Insert was given but for the record; nullopt where there is none.
  struct Content {
    std::vector<std::string> commodities;
    std::vector<RegisterFile> files;
  };
  std::optional<Content> FindContent(const std::string& id);
  // Whether just these files are stored there, byte for byte and in this order.
  bool HoldsFiles(const std::string& id, std::span<const RegisterFile> files);
  std::optional<std::string> File(const std::string& id, const std::string& name);
  // False where there is none. A Fault where plans or studies of it exist.
  bool Delete(const std::string& id);

 private:
  Store& store_;
};

}  // namespace pasok::server
