#include "client/study_heading.h"

#include <array>
#include <utility>

#include "client/findings_print.h"
#include "client/study_print.h"
#include "client/text.h"

namespace pasok::client {
namespace {

constexpr std::size_t kMostFindings = 20;

std::string KindIn(Language language, const v1::StudyQuestion& question) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kIndonesian{
      {{"comparison", "perbandingan"},
       {"frontier", "kurva biaya"},
       {"explanation", "penjelasan"},
       {"unused", "pemasok tanpa pesanan"},
       {"bottlenecks", "sebab kekurangan"},
       {"recruits", "calon pemasok"},
       {"criticality", "pemasok yang menentukan"},
       {"evaluation", "pemeriksaan rencana sendiri"}}};
  const std::string kind = KindOf(question);
  if (language == Language::kEnglish) return kind == "unused" ? "suppliers without an order" : kind;
  for (const auto& [english, indonesian] : kIndonesian) {
    if (english == kind) return std::string(indonesian);
  }
  return kind;
}

std::string StateIn(Language language, v1::Study::State state) {
  if (language == Language::kEnglish) return ToWord(state);
  switch (state) {
    case v1::Study::QUEUED:
      return "menunggu giliran";
    case v1::Study::RUNNING:
      return "sedang berjalan";
    case v1::Study::SUCCEEDED:
      return "selesai";
    case v1::Study::FAILED:
      return "gagal";
    case v1::Study::CANCELLED:
      return "dibatalkan";
    case v1::Study::INTERRUPTED:
      return "terputus";
    default:
      return "tidak diketahui";
  }
}

// The words around what the study says, of one language.
class Words {
 public:
  explicit Words(Language language) : language_(language) {}
  const char* operator()(const char* english, const char* indonesian) const {
    return language_ == Language::kIndonesian ? indonesian : english;
  }

 private:
  const Language language_;
};

std::string DaysIn(Words in, const v1::Study& study) {
  if (study.days() > 1)
    return in("for ", "untuk ") + std::to_string(study.days()) + in(" days from ", " hari mulai ") +
           study.date();
  return study.date().empty() ? in("undated", "tanpa tanggal") : in("for ", "untuk ") + study.date();
}

std::string RegionsIn(Words in, const v1::Study& study) {
  if (study.regions().empty()) return in("all regions", "semua wilayah");
  std::string words = study.regions_size() == 1 ? in("region ", "wilayah ") : in("regions ", "wilayah ");
  for (int i = 0; i < study.regions_size(); ++i) words += (i == 0 ? "" : ", ") + Printable(study.regions(i));
  return words;
}

}  // namespace

std::string Heading(const v1::Study& study, Language language) {
  const Words in(language);
  std::string text = in("Study ", "Studi ") + study.name() + ", " + KindIn(language, study.question()) +
                     in(" of ", " atas ") + About(study) + ", " + DaysIn(in, study) + ", " +
                     RegionsIn(in, study) + ": " + StateIn(language, study.state()) + '\n';
  if (study.has_scenario())
    text += in("Scenario: ", "Skenario: ") + Printable(study.scenario().name()) + '\n';
  if (!study.subtracted_plans().empty()) {
    text += in("What these published plans of the day have taken is subtracted:\n",
               "Yang sudah diambil rencana terbit hari itu telah dikurangkan:\n");
    for (const std::string& name : study.subtracted_plans()) text += "  " + name + '\n';
  }
  if (!study.carried_from_plans().empty()) {
    text += in("At hand is what these published plans delivered before and kept, if anything:\n",
               "Yang tersedia ialah kiriman rencana terbit sebelumnya yang masih disimpan, jika ada:\n");
    for (const std::string& name : study.carried_from_plans()) text += "  " + name + '\n';
  }
  if (study.has_error() && !study.error().message().empty()) {
    text += Printable(MessageIn(language, study.error())) + '\n';
  }
  const std::string all =
      '`' + ("pasok show " + study.name()) + " --format json` " + in("has them all", "menampilkan semuanya");
  text += ToLines(study.findings(), kMostFindings, all);
  if (study.has_report() && !study.complete()) {
    text += in("Stopped before all was worked out; what stands here is right as far as it goes.\n",
               "Dihentikan sebelum semuanya dihitung; yang tertulis di sini benar sejauh ini.\n");
  }
  return text;
}

}  // namespace pasok::client
