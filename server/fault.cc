#include "server/fault.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pasok::server {
namespace {

using grpc::StatusCode;

constexpr char kDataset[] = "pasok.v1.Dataset";
constexpr char kPlan[] = "pasok.v1.Plan";
constexpr char kStudy[] = "pasok.v1.Study";

// Its sentences begin with the resource's name.
Fault About(const char* type, StatusCode code, std::string reason, std::string_view name,
            const std::string& english, const std::string& indonesian) {
  return {.code = code,
          .reason = std::move(reason),
          .english = std::string(name) + " " + english,
          .indonesian = std::string(name) + " " + indonesian,
          .resource_type = type,
          .resource_name = std::string(name)};
}

// The errors among the findings; `field` is the request's, or empty where each finding names its own.
std::vector<Fault::Violation> ViolationsOf(const Findings& findings, const std::string& field) {
  std::vector<Fault::Violation> violations;
  for (const Finding& finding : findings.list) {
    if (finding.severity == Severity::kError)
      violations.push_back({field.empty() ? finding.field : field, ToLine(finding)});
  }
  return violations;
}

// What programs do by: the codes of the errors, each once, and where there is but one error how to mend it.
std::map<std::string, std::string> MetadataOf(const Findings& findings) {
  std::vector<std::string> codes;
  std::string fix;
  for (const Finding& finding : findings.list) {
    if (finding.severity != Severity::kError) continue;
    if (std::ranges::find(codes, finding.code) == codes.end()) codes.emplace_back(finding.code);
    if (findings.errors == 1) fix = finding.fix;
  }
  std::string list;
  for (const std::string& code : codes) list += (list.empty() ? "" : ",") + code;
  std::map<std::string, std::string> metadata = {{"codes", list}};
  if (!fix.empty()) metadata["fix"] = fix;
  return metadata;
}

// "2", "2.5".
std::string PlainNumber(double number) {
  std::array<char, 64> text{};
  const auto write = [&](auto... format) {
    return std::to_chars(text.data(), text.data() + text.size(), number, format...);
  };
  auto [end, error] = write(std::chars_format::fixed);
  if (error != std::errc()) end = write().ptr;  // "5e-324", which always finds room
  return {text.data(), end};
}

study::Sentence CountOf(const Findings& findings) {
  const std::string count = std::to_string(findings.errors);
  study::Sentence sentence{count + (findings.errors == 1 ? " error" : " errors"), count + " kesalahan"};
  const auto told = std::ranges::count(findings.list, Severity::kError, &Finding::severity);
  if (told < findings.errors) {
    sentence.english += ", of which " + std::to_string(told) + " are told";
    sentence.indonesian += ", " + std::to_string(told) + " di antaranya disebut";
  }
  return sentence;
}

}  // namespace

Fault BadField(std::string field, std::string description, std::string uraian) {
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "INVALID_FIELD",
          .english = field + ": " + description,
          .indonesian = field + ": " + uraian,
          .violations = {{field, description}}};
}

Fault BadPolicy(const Findings& findings, const char* field) {
  const study::Sentence errors = CountOf(findings);
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "INVALID_POLICY",
          .english = "the policy has " + errors.english + "; ResolvePolicy lists everything",
          .indonesian = "kebijakan memuat " + errors.indonesian + "; ResolvePolicy menampilkan semuanya",
          .violations = ViolationsOf(findings, field),
          .findings = findings};
}

Fault PolicyNotKept(const Findings& findings, const char* field) {
  Fault fault = BadPolicy(findings, field);
  fault.english =
      "the policy can't be kept with the plan: written out in full, every commodity with all its keys, it is "
      "too "
      "large to be read back; leave out commodities that are neither needed nor offered";
  fault.indonesian =
      "kebijakan tidak dapat disimpan bersama rencana: setelah ditulis lengkap, setiap komoditas dengan "
      "semua "
      "kuncinya, terlalu besar untuk dibaca lagi; keluarkan komoditas yang tidak dibutuhkan dan tidak "
      "ditawarkan";
  return fault;
}

Fault BadScenario(const Findings& findings, const char* field) {
  const study::Sentence errors = CountOf(findings);
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "INVALID_SCENARIO",
          .english = "the scenario has " + errors.english,
          .indonesian = "skenario memuat " + errors.indonesian,
          .violations = ViolationsOf(findings, field),
          .findings = findings};
}

Fault BadPageToken() {
  return BadField("page_token", "is not a token that this server gave for the same list",
                  "bukan token yang diberikan server ini untuk daftar yang sama");
}

Fault BadStreamOrder(std::string field) {
  return BadField(std::move(field), "the first message must carry `start`, every later one a chunk",
                  "pesan pertama harus berisi `start`, setiap pesan berikutnya sebuah potongan berkas");
}

Fault BadMessage() {
  return {
      .code = StatusCode::INVALID_ARGUMENT,
      .reason = "INVALID_MESSAGE",
      .english =
          "a message can't be read: it is damaged, or a file's name or another text in it isn't UTF-8; "
          "nothing was done",
      .indonesian =
          "sebuah pesan tidak dapat dibaca: rusak, atau nama berkas atau teks lain di dalamnya bukan UTF-8; "
          "tidak ada yang dikerjakan"};
}

Fault QuestionNotServed() {
  return {
      .code = StatusCode::UNIMPLEMENTED,
      .reason = "QUESTION_NOT_SERVED",
      .english = "a newer version of the server took this question; this one doesn't know it",
      .indonesian = "pertanyaan ini diterima oleh versi server yang lebih baru; versi ini tidak mengenalnya"};
}

Fault UploadTooLarge(std::int64_t most_bytes) {
  const std::string limit = std::to_string(most_bytes >> 20) + " MiB";
  return {
      .code = StatusCode::OUT_OF_RANGE,
      .reason = "UPLOAD_TOO_LARGE",
      .english = "the files together are larger than the server's limit of " + limit + " (most_upload_mb)",
      .indonesian = "jumlah ukuran berkas melebihi batas server, " + limit + " (most_upload_mb)"};
}

Fault QuestionUnfit() {
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "QUESTION_UNFIT",
          .english = "the question does not fit the dataset; its findings say why",
          .indonesian = "pertanyaan tidak sesuai dengan dataset; lihat daftar temuan"};
}

Fault BadQuestion(const Findings& findings) {
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "QUESTION_UNFIT",
          .metadata = MetadataOf(findings),
          .english = "what was asked does not fit the dataset",
          .indonesian = "yang ditanyakan tidak sesuai dengan dataset",
          .violations = ViolationsOf(findings, ""),
          .findings = findings};
}

Fault QuestionPointless(const study::Sentence& why) {
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "QUESTION_UNFIT",
          .english = why.english,
          .indonesian = why.indonesian};
}

Fault ScenarioUnfit() {
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "SCENARIO_UNFIT",
          .english = "the scenario does not fit the dataset; its findings say why",
          .indonesian = "skenario tidak sesuai dengan dataset; lihat daftar temuan"};
}

Fault BadScenarioFit(const Findings& findings) {
  return {.code = StatusCode::INVALID_ARGUMENT,
          .reason = "SCENARIO_UNFIT",
          .metadata = MetadataOf(findings),
          .english = "the scenario does not fit the dataset",
          .indonesian = "skenario tidak sesuai dengan dataset",
          .violations = ViolationsOf(findings, "scenario_yaml"),
          .findings = findings};
}

Fault NotProvenOptimal() {
  return {.code = StatusCode::FAILED_PRECONDITION,
          .reason = "PLAN_NOT_PROVEN",
          .english =
              "this takes a plan that is proven optimal: plan without a time limit or a gap, and ask again",
          .indonesian =
              "ini memerlukan rencana yang terbukti optimal: buat rencana tanpa batas waktu atau selisih, "
              "lalu tanyakan lagi"};
}

Fault NotProvenForStores() {
  return {.code = StatusCode::FAILED_PRECONDITION,
          .reason = "PLAN_NOT_PROVEN",
          .english =
              "this takes a plan that is proven optimal, and where kitchens share a small store among "
              "commodities it may fall short of its proof: give such kitchens a row of storage.csv for each "
              "commodity, plan, and ask again",
          .indonesian =
              "ini memerlukan rencana yang terbukti optimal, dan bila dapur berbagi satu gudang kecil untuk "
              "beberapa komoditas, buktinya bisa tidak tercapai: beri dapur itu satu baris storage.csv untuk "
              "tiap komoditas, buat rencana, lalu tanyakan lagi"};
}

Fault NothingToShow(const std::string& refusal, std::optional<double> time_limit_seconds) {
  if (time_limit_seconds) {
    const std::string seconds = PlainNumber(*time_limit_seconds);
    std::string detik = seconds;
    std::ranges::replace(detik, '.', ',');
    return {.code = StatusCode::DEADLINE_EXCEEDED,
            .reason = "TIME_LIMIT",
            .english = "the time limit of " + seconds +
                       " s, in which the registers are read too, passed before there was anything to show; "
                       "take a larger limit, or none",
            .indonesian = "batas waktu " + detik +
                          " detik, termasuk untuk membaca data, terlampaui sebelum ada hasil; beri batas "
                          "yang lebih besar, atau tanpa batas"};
  }
  return {
      .code = StatusCode::RESOURCE_EXHAUSTED,
      .reason = "TOO_LARGE",
      .english = refusal,
      .indonesian = "masalah ini terlalu besar untuk server ini; rencanakan lebih sedikit wilayah sekaligus"};
}

Fault DatasetNotFound(std::string_view name) {
  return About(kDataset, StatusCode::NOT_FOUND, "DATASET_NOT_FOUND", name, "does not exist", "tidak ada");
}

Fault PlanNotFound(std::string_view name) {
  return About(kPlan, StatusCode::NOT_FOUND, "PLAN_NOT_FOUND", name, "does not exist", "tidak ada");
}

Fault StudyNotFound(std::string_view name) {
  return About(kStudy, StatusCode::NOT_FOUND, "STUDY_NOT_FOUND", name, "does not exist", "tidak ada");
}

Fault DatasetInUse(std::string_view name, std::int64_t plans, std::int64_t published, std::int64_t studies) {
  const std::string p = std::to_string(plans);
  const std::string s = std::to_string(studies);
  const std::string q = std::to_string(published);
  const std::string of_them = published == 0 ? ""
                              : plans == 1   ? ", published,"
                                             : ", " + q + " of them published,";
  const std::string di_antaranya = published == 0 ? ""
                                   : plans == 1   ? ", sudah diterbitkan,"
                                                  : ", " + q + " di antaranya sudah diterbitkan,";
  return About(kDataset, StatusCode::FAILED_PRECONDITION, "DATASET_IN_USE", name,
               "has " + p + (plans == 1 ? " plan" : " plans") + of_them + " and " + s +
                   (studies == 1 ? " study" : " studies") + "; delete them first, or use force (--force)",
               "memiliki " + p + " rencana" + di_antaranya + " dan " + s +
                   " kajian; hapus dahulu, atau gunakan force (--force)");
}

Fault RequestIdReused(std::string_view request_id, std::string_view plan) {
  return About(
      kPlan, StatusCode::ALREADY_EXISTS, "REQUEST_ID_REUSED", plan,
      "was created with request_id '" + std::string(request_id) +
          "' for another dataset, policy, scenario, date, number of days, gap limit, regions, previous plan "
          "or may_be_empty; use a new request_id",
      "dibuat dengan request_id '" + std::string(request_id) +
          "' untuk dataset, kebijakan, skenario, tanggal, jumlah hari, batas selisih, wilayah, rencana "
          "sebelumnya atau may_be_empty yang lain; gunakan request_id baru");
}

Fault StudyRequestIdReused(std::string_view request_id, std::string_view study) {
  return About(kStudy, StatusCode::ALREADY_EXISTS, "REQUEST_ID_REUSED", study,
               "was created with request_id '" + std::string(request_id) +
                   "' for another question; use a new request_id",
               "dibuat dengan request_id '" + std::string(request_id) +
                   "' untuk pertanyaan lain; gunakan request_id baru");
}

Fault PlanNotSucceeded(const v1::Plan& plan) {
  const std::string& name = plan.name();
  if (plan.state() == v1::Plan::QUEUED || plan.state() == v1::Plan::RUNNING) {
    const bool runs = plan.state() == v1::Plan::RUNNING;
    return About(kPlan, StatusCode::FAILED_PRECONDITION, "PLAN_NOT_SUCCEEDED", name,
                 std::string(runs ? "is still running" : "still waits for its turn") + "; `pasok watch " +
                     name + "` shows when it has ended",
                 std::string(runs ? "masih berjalan" : "masih menunggu giliran") + "; `pasok watch " + name +
                     "` menunjukkan kapan selesai");
  }
  return About(kPlan, StatusCode::FAILED_PRECONDITION, "PLAN_NOT_SUCCEEDED", name,
               "has not succeeded, so there is nothing of it to show or publish",
               "belum berhasil, sehingga tidak ada yang dapat ditampilkan atau diterbitkan");
}

Fault PlanIsEmpty(std::string_view name) {
  return About(kPlan, StatusCode::INVALID_ARGUMENT, "QUESTION_UNFIT", name,
               "is an empty plan: nothing is needed on its days, so there is nothing to study in it",
               "adalah rencana kosong: tidak ada kebutuhan pada hari-harinya, sehingga tidak ada yang "
               "dapat dikaji");
}

Fault StrictAims(std::string_view field) {
  return BadField(std::string(field),
                  "must have `aims: weighted`, since a study weighs rupiah against kg, which `aims: strict` "
                  "doesn't; plan, or ask of the registers, with such a policy (policy_yaml, --policy)",
                  "harus memakai `aims: weighted`, karena kajian menimbang rupiah terhadap kg, sedangkan "
                  "`aims: strict` tidak; buat rencana, atau tanyakan atas data, dengan kebijakan seperti itu "
                  "(policy_yaml, --policy)");
}

Fault PlanStillRunning(std::string_view name) {
  return About(kPlan, StatusCode::FAILED_PRECONDITION, "PLAN_RUNNING", name, "is running; cancel it first",
               "sedang berjalan; batalkan dahulu");
}

Fault StudyStillRunning(std::string_view name) {
  return About(kStudy, StatusCode::FAILED_PRECONDITION, "STUDY_RUNNING", name, "is running; cancel it first",
               "sedang berjalan; batalkan dahulu");
}

Fault StudyWithoutReport(std::string_view name) {
  return About(kStudy, StatusCode::FAILED_PRECONDITION, "STUDY_WITHOUT_REPORT", name,
               "has no report: it has not ended, or had nothing to show when it did",
               "tidak memiliki laporan: belum berakhir, atau berakhir tanpa hasil");
}

Fault ReportReplaced(std::string_view name) {
  return About(kStudy, StatusCode::ABORTED, "REPORT_REPLACED", name,
               "was asked again while its report was downloaded; what came is of the run before: "
               "download the report again when the study has ended",
               "ditanyakan lagi saat laporannya diunduh; yang sudah diterima berasal dari proses "
               "sebelumnya: unduh lagi setelah kajian berakhir");
}

Fault PlanPublished(std::string_view name) {
  return About(kPlan, StatusCode::FAILED_PRECONDITION, "PLAN_PUBLISHED", name,
               "is published; use force (--force) to delete it",
               "sudah diterbitkan; gunakan force (--force) untuk menghapusnya");
}

Fault PlanOfScenario(std::string_view name, std::string_view scenario) {
  const std::string what_if = "'" + std::string(scenario) + "'";
  return About(kPlan, StatusCode::FAILED_PRECONDITION, "PLAN_OF_SCENARIO", name,
               "supposes the scenario " + what_if +
                   ", so what it orders may not be there; put what has come true into the registers and "
                   "plan without the scenario",
               "mengandaikan skenario " + what_if +
                   ", sehingga yang dipesan mungkin tidak ada; masukkan yang sudah nyata ke dalam data, "
                   "lalu buat rencana tanpa skenario");
}

Fault PublishedPlanOverlaps(std::string_view other) {
  return About(kPlan, StatusCode::FAILED_PRECONDITION, "PUBLISHED_PLAN_OVERLAPS", other,
               "is published for the same day and covers some of the same regions; plan for exactly its "
               "regions, or for others",
               "sudah diterbitkan untuk hari yang sama dan mencakup sebagian wilayah yang sama; buat "
               "rencana untuk wilayah yang persis sama, atau untuk wilayah lain");
}

Fault PublishedPlanGoesOn(std::string_view other, std::string_view last_day) {
  const std::string day(last_day);
  return About(
      kPlan, StatusCode::FAILED_PRECONDITION, "PUBLISHED_PLAN_OVERLAPS", other,
      "is published for the same regions up to " + day +
          ", after this plan's last day; plan all days up to that one, or delete it by force (--force)",
      "sudah diterbitkan untuk wilayah yang sama sampai " + day +
          ", setelah hari terakhir rencana ini; buat rencana sampai hari itu, atau hapus "
          "rencana tersebut dengan force (--force)");
}

Fault PublishedPlanCountsOn(std::string_view other, std::string_view first_day, std::string_view replaced) {
  const std::string day(first_day), plan(replaced);
  return About(
      kPlan, StatusCode::FAILED_PRECONDITION, "PUBLISHED_PLAN_OVERLAPS", other,
      "is published from " + day + " on and counts on food that " + plan +
          " delivers before; plan its days too, or delete it by force (--force)",
      "sudah diterbitkan mulai " + day + " dan mengandalkan bahan pangan yang dikirim " + plan +
          " sebelumnya; rencanakan juga hari-harinya, atau hapus rencana tersebut dengan force (--force)");
}

Fault OtherFoodAtHand(std::string_view other) {
  return About(kPlan, StatusCode::FAILED_PRECONDITION, "PUBLISHED_MEANWHILE", other,
               "was published or taken back, for the day before, after this plan was made, so other food "
               "is at hand; plan "
               "again",
               "diterbitkan atau ditarik, untuk hari sebelumnya, setelah rencana ini dibuat, sehingga "
               "persediaan dapur "
               "berbeda; buat rencana lagi");
}

Fault PublishedMeanwhile(std::string_view other) {
  return About(
      kPlan, StatusCode::FAILED_PRECONDITION, "PUBLISHED_MEANWHILE", other,
      "was published for the same day after this plan took its capacities; plan again, so that no "
      "capacity is sold twice",
      "diterbitkan untuk hari yang sama setelah rencana ini mengambil kapasitasnya; buat rencana lagi agar "
      "kapasitas tidak terjual dua kali");
}

Fault QueueFull(int limit) {
  return {.code = StatusCode::RESOURCE_EXHAUSTED,
          .reason = "QUEUE_FULL",
          .english =
              std::to_string(limit) + " plans and studies are waiting already (queue_limit); try again later",
          .indonesian =
              std::to_string(limit) + " rencana dan kajian sudah menunggu (queue_limit); coba lagi nanti",
          .retry_after = std::chrono::seconds(5)};
}

Fault TooBusy() {
  return {.code = StatusCode::RESOURCE_EXHAUSTED,
          .reason = "TOO_BUSY",
          .english = "the server is busy; try again later",
          .indonesian = "server sedang sibuk; coba lagi nanti",
          .retry_after = std::chrono::seconds(1)};
}

Fault ClientTooSlow() {
  return {.code = StatusCode::DEADLINE_EXCEEDED,
          .reason = "CLIENT_TOO_SLOW",
          .english = "the client has neither sent nor taken anything for too long; call again",
          .indonesian = "klien terlalu lama tidak mengirim atau mengambil apa pun; panggil lagi"};
}

Fault ShuttingDown() {
  return {.code = StatusCode::UNAVAILABLE,
          .reason = "SHUTTING_DOWN",
          .english = "the server is shutting down; try again when it is back",
          .indonesian = "server sedang dimatikan; coba lagi setelah server hidup kembali",
          .retry_after = std::chrono::seconds(5)};
}

Fault StoreFault(const StoreError& error) {
  if (error.kind() == StoreError::Kind::kFull) {
    return {
        .code = StatusCode::RESOURCE_EXHAUSTED,
        .reason = "STORE_FULL",
        .english =
            "the server's disk (or its quota) is full; nothing was stored and nothing is lost; free "
            "some space there",
        .indonesian =
            "disk server (atau kuotanya) penuh; tidak ada yang disimpan dan tidak ada yang hilang; kosongkan "
            "sebagian"};
  }
  // Clients try again what was UNAVAILABLE; what is damaged stays so.
  const bool damaged = error.kind() == StoreError::Kind::kDamaged;
  Fault fault{.code = damaged ? StatusCode::DATA_LOSS : StatusCode::UNAVAILABLE,
              .reason = "STORE_FAILED",
              .english = std::string("the server's store failed: ") + error.what(),
              .indonesian = std::string("penyimpanan server gagal: ") + error.what()};
  if (error.kind() == StoreError::Kind::kBusy) fault.retry_after = std::chrono::seconds(1);
  return fault;
}

Fault InternalFault() {
  return {.code = StatusCode::INTERNAL,
          .reason = "INTERNAL",
          .english = "an internal error; the server's log names it",
          .indonesian = "kesalahan internal; lihat log server"};
}

}  // namespace pasok::server
