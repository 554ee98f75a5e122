#include "client/nightly_file.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "client/text.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

constexpr std::int32_t kMostDays = 31;

// Hears of a document, and keeps nothing of it.
class Deaf final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

// YAML::LoadAll would tell, but sees documents without end in some broken texts.
bool IsOneDocument(const std::string& yaml) {
  std::istringstream stream(yaml);
  YAML::Parser parser(stream);
  Deaf deaf;
  return parser.HandleNextDocument(deaf) && !parser.HandleNextDocument(deaf);
}

class Reader {
 public:
  explicit Reader(const fs::path& path) : path_(path) {}

  NightlyFileReading Read(std::string_view yaml) {
    if (HasForeignBytes(yaml)) return std::move(reading_);
    try {
      const std::string text(yaml);
      const YAML::Node document = IsOneDocument(text) ? YAML::Load(text) : YAML::Node();
      if (document.IsMap()) {
        ReadKeys(document);
      } else {
        Report("wrong_type", YAML::Mark::null_mark(), "", "", "one YAML mapping of keys to values");
      }
    } catch (const YAML::Exception& error) {
      Report("bad_yaml", error.mark, "", "", "YAML; the parser says: " + error.msg);
    }
    return std::move(reading_);
  }

 private:
  void Report(const std::string& code, const YAML::Mark& mark, const std::string& field,
              const std::string& value, const std::string& expected, const std::string& fix = "") {
    v1::Finding& finding = *reading_.findings.add_findings();
    finding.set_severity(v1::Finding::ERROR);
    finding.set_code(code);
    finding.set_file(path_.string());
    finding.set_line(mark.is_null() ? 0 : mark.line + 1);
    finding.set_column(mark.is_null() ? 0 : mark.column + 1);
    finding.set_field(field);
    finding.set_value(value);
    finding.set_expected(expected);
    finding.set_fix(fix);
    reading_.findings.set_error_count(reading_.findings.error_count() + 1);
  }

  // yaml-cpp takes other encodings too, and bytes that are no text; a report couldn't name such a place.
  bool HasForeignBytes(std::string_view yaml) {
    YAML::Mark mark;
    mark.column = -1;  // of the whole line
    for (std::size_t begin = 0; begin < yaml.size(); ++mark.line) {
      const std::size_t end = std::min(yaml.find('\n', begin), yaml.size());
      if (!IsUtf8(std::string(yaml.substr(begin, end - begin)))) {
        ReportForeign(mark, "");
        return true;
      }
      begin = end + 1;
    }
    return false;
  }

  void ReportForeign(const YAML::Mark& mark, const std::string& field) {
    Report("not_utf8", mark, field, "", "text in UTF-8", "save the file as UTF-8");
  }

  void ReadKeys(const YAML::Node& map) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (!seen.insert(key).second) {
        Report("duplicate_key", entry.first.Mark(), "", key, "each key once", "remove one of the two");
      } else {
        ReadKey(key, entry.first.Mark(), entry.second);
      }
    }
    for (const std::string required : {"version", "data", "out"}) {
      if (!seen.contains(required))
        Report("missing_key", YAML::Mark::null_mark(), "", "", "the key `" + required + "`");
    }
  }

  void ReadKey(const std::string& key, const YAML::Mark& mark, const YAML::Node& value) {
    NightlyFile& file = reading_.file;
    if (key == "version") {
      const std::string version = Text(key, value, "1");
      if (!version.empty() && version != "1") Report("wrong_version", value.Mark(), key, version, "1");
    } else if (key == "data") {
      file.data = Path(key, value);
    } else if (key == "data_dir") {
      file.data_dir = Path(key, value);
    } else if (key == "policy") {
      file.policy = Path(key, value);
    } else if (key == "regions") {
      file.regions = Regions(value);
    } else if (key == "out") {
      file.out = Path(key, value);
    } else if (key == "days") {
      file.days = Days(value).value_or(file.days);
    } else if (key == "publish") {
      file.publish = YesOrNo(key, value).value_or(file.publish);
    } else if (key == "follow_published") {
      file.follow_published = YesOrNo(key, value).value_or(file.follow_published);
    } else if (key == "fail_on_shortage") {
      file.fail_on_shortage = YesOrNo(key, value).value_or(file.fail_on_shortage);
    } else {
      const auto near = Nearest(key, {"version", "data", "data_dir", "policy", "regions", "out", "days",
                                      "publish", "follow_published", "fail_on_shortage"});
      Report("unknown_key", mark, "", key,
             "version, data, data_dir, policy, regions, out, days, publish, follow_published or "
             "fail_on_shortage",
             near.empty() ? "" : "did you mean `" + std::string(near) + "`?");
    }
  }

  // A scalar's text, "" where it is none; nothing written counts as none.
  std::string Text(const std::string& key, const YAML::Node& value, const std::string& expected) {
    if (value.IsScalar() && !IsUtf8(value.Scalar())) {  // yaml-cpp makes bytes of the escapes \N and \_
      ReportForeign(value.Mark(), key);
      return "";
    }
    if (value.IsScalar() && !value.Scalar().empty()) return value.Scalar();
    Report("wrong_type", value.Mark(), key, value.IsScalar() ? value.Scalar() : "", expected);
    return "";
  }

  fs::path Path(const std::string& key, const YAML::Node& value) {
    const std::string text = Text(key, value, "a path, relative to this file");
    return text.empty() ? fs::path() : (path_.parent_path() / text).lexically_normal();
  }

  std::vector<std::string> Regions(const YAML::Node& value) {
    if (!value.IsSequence()) {
      Report("wrong_type", value.Mark(), "regions", value.IsScalar() ? value.Scalar() : "",
             "a list of codes, e.g. [\"61.01\"]");
      return {};
    }
    std::set<std::string> regions;
    for (const YAML::Node& region : value) {
      regions.insert(Text("regions", region, "a region's code, e.g. \"61.01\""));
    }
    return {regions.begin(), regions.end()};
  }

  std::optional<std::int32_t> Days(const YAML::Node& value) {
    const std::string expected = "a whole number of days, from 1 to " + std::to_string(kMostDays);
    const std::string text = Text("days", value, expected);
    if (text.empty()) return std::nullopt;
    std::int32_t days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error == std::errc() && end == text.data() + text.size() && days >= 1 && days <= kMostDays)
      return days;
    Report("out_of_range", value.Mark(), "days", text, expected);
    return std::nullopt;
  }

  std::optional<bool> YesOrNo(const std::string& key, const YAML::Node& value) {
    const std::string text = value.IsScalar() ? value.Scalar() : "";
    if (text == "true") return true;
    if (text == "false") return false;
    Report("wrong_type", value.Mark(), key, text, "true or false");
    return std::nullopt;
  }

  const fs::path& path_;
  NightlyFileReading reading_;
};

}  // namespace

NightlyFileReading ReadNightlyFile(std::string_view yaml, const fs::path& path) {
  return Reader(path).Read(yaml);
}

}  // namespace pasok::client
