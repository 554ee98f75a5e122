#include "server/config.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "server/listen_address.h"

namespace pasok::server {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  ConfigReading Read(std::string_view yaml) {
    config_.options.listen = "127.0.0.1:50151";
    config_.options.log_level = LogLevel::kInfo;
    try {
      ReadMapping(YAML::Load(std::string(yaml)));
    } catch (const YAML::Exception& error) {
      Error("invalid_yaml", error.mark, {}, {}, "a YAML mapping of keys and values: " + error.msg);
    }
    std::ranges::stable_sort(findings_.list, {}, &Finding::line);
    return {.config = config_, .findings = findings_};
  }

 private:
  using Setter = std::function<void(const std::string& key, const YAML::Node& value)>;

  void ReadMapping(const YAML::Node& root) {
    if (!root.IsMap() && !root.IsNull())  // an empty file lacks what it must say
      return Error("invalid_yaml", root.Mark(), {}, {}, "a mapping of keys, such as `data_dir: pasok-data`");
    const std::map<std::string, Setter> setters = Setters();
    std::set<std::string> seen;
    for (const auto& entry : root) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
      const auto setter = setters.find(key);
      if (setter == setters.end()) {
        Error("unknown_key", entry.first.Mark(), {}, key, "one of " + Names(setters));
      } else if (!seen.insert(key).second) {
        Error("duplicate_key", entry.first.Mark(), {}, key, "each key once");
      } else if (!entry.second.IsScalar()) {
        Error("wrong_type", entry.second.Mark(), key,
              entry.second.IsMap()    ? "{…}"
              : entry.second.IsNull() ? ""
                                      : "[…]",
              "one plain value");
      } else {
        setter->second(key, entry.second);
      }
    }
    if (!seen.contains("data_dir"))
      Error("missing_key", root.Mark(), "data_dir", {}, "the directory that holds the store");
    CheckListen(root);
  }

  std::map<std::string, Setter> Setters() {
    Options& options = config_.options;
    return {
        {"listen", Text(options.listen)},
        {"data_dir", Text(options.data_dir)},
        {"workers", Whole(1, 256, [&](auto n) { options.workers = static_cast<int>(n); })},
        {"queue_limit", Whole(1, 100'000, [&](auto n) { options.queue_limit = static_cast<int>(n); })},
        {"threads_per_plan", Whole(0, 1024, [&](auto n) { options.threads_per_plan = static_cast<int>(n); })},
        {"most_memory_mb", Whole(1, 1 << 30, [&](auto n) { options.most_memory_bytes = n * kMiB; })},
        {"most_upload_mb", Whole(1, 1 << 20, [&](auto n) { options.most_upload_bytes = n * kMiB; })},
        {"most_store_mb", Whole(0, 1 << 30, [&](auto n) { options.most_store_bytes = n * kMiB; })},
        {"most_remembered_mb", Whole(0, 1 << 30, [&](auto n) { options.most_remembered_bytes = n * kMiB; })},
        {"shutdown_grace_seconds",
         Whole(0, 3600, [&](auto n) { config_.shutdown_grace = std::chrono::seconds(n); })},
        {"log_level", Level(options.log_level)},
        {"insecure_remote", Flag(options.insecure_remote)},
    };
  }

  Setter Text(std::string& target) {
    return [this, &target](const std::string& key, const YAML::Node& value) {
      if (value.Scalar().empty())
        return Error("wrong_type", value.Mark(), key, {}, "a text that is not empty");
      target = value.Scalar();
    };
  }

  Setter Whole(std::int64_t least, std::int64_t most, std::function<void(std::int64_t)> set) {
    return [this, least, most, set](const std::string& key, const YAML::Node& value) {
      const std::string& text = value.Scalar();
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
        return Error("out_of_range", value.Mark(), key, text,
                     "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
      }
      set(number);
    };
  }

  Setter Level(LogLevel& target) {
    return [this, &target](const std::string& key, const YAML::Node& value) {
      static const std::map<std::string, LogLevel> kLevels = {{"debug", LogLevel::kDebug},
                                                              {"info", LogLevel::kInfo},
                                                              {"warning", LogLevel::kWarning},
                                                              {"error", LogLevel::kError}};
      const auto level = kLevels.find(value.Scalar());
      if (level == kLevels.end()) {
        return Error("unknown_word", value.Mark(), key, value.Scalar(), "debug, info, warning or error");
      }
      target = level->second;
    };
  }

  Setter Flag(bool& target) {
    return [this, &target](const std::string& key, const YAML::Node& value) {
      if (value.Scalar() != "true" && value.Scalar() != "false") {
        return Error("wrong_type", value.Mark(), key, value.Scalar(), "true or false");
      }
      target = value.Scalar() == "true";
    };
  }

  void CheckListen(const YAML::Node& root) {
    const std::string wanted = ListenAddressWanted(config_.options.listen, config_.options.insecure_remote);
    if (wanted.empty()) return;
    const YAML::Node given = root["listen"];
    Error("invalid_listen", given ? given.Mark() : root.Mark(), "listen", config_.options.listen, wanted);
  }

  static std::string Names(const std::map<std::string, Setter>& setters) {
    std::string names;
    for (const auto& [name, setter] : setters) names += (names.empty() ? "" : ", ") + name;
    return names;
  }

  void Error(std::string code, const YAML::Mark& mark, std::string field, std::string value,
             std::string expected) {
    findings_.list.push_back({.severity = Severity::kError,
                              .code = std::move(code),
                              .file = std::string(file_),
                              .line = mark.is_null() ? 0 : mark.line + 1,
                              .column = mark.is_null() ? 0 : mark.column + 1,
                              .field = std::move(field),
                              .value = std::move(value),
                              .expected = std::move(expected)});
    ++findings_.errors;
  }

  const std::string_view file_;
  Config config_;
  Findings findings_;
};

}  // namespace

ConfigReading ReadConfig(std::string_view yaml, std::string_view file) { return Reader(file).Read(yaml); }

}  // namespace pasok::server
