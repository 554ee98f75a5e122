#include "engine/study/evaluate.h"
#include "engine/study/missing_licences.h"
#include "engine/study/sells_through.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Breach;
using match::BrokenRule;

struct Names {
  std::string demand_point, commodity, supplier;
};

Names NamesOf(const Breach& breach, const Dataset& dataset) {
  Names names;
  if (breach.demand_point != kNone) names.demand_point = dataset.demand_points[breach.demand_point].id;
  if (breach.commodity != kNone) names.commodity = dataset.commodities[breach.commodity];
  if (breach.supplier != kNone) names.supplier = dataset.suppliers[breach.supplier].id;
  return names;
}

Sentence SayUnknown(const Breach& breach, const char* english, const char* indonesian) {
  Sentence sentence{.english = "there is no " + std::string(english) + " '" + breach.value + "'",
                    .indonesian = "tidak ada " + std::string(indonesian) + " '" + breach.value + "'"};
  if (!breach.nearest.empty()) {
    sentence.english.append("; did you mean '" + breach.nearest + "'?");
    sentence.indonesian.append("; mungkin maksudnya '" + breach.nearest + "'?");
  }
  return sentence;
}

Sentence SayExcess(const Breach& breach, Grams quantum, const std::string& english,
                   const std::string& indonesian) {
  const std::string planned = Kg(breach.planned, quantum), allowed = Kg(breach.allowed, quantum);
  const std::string excess = Kg(breach.planned - breach.allowed, quantum);
  return {.english = english + ": " + planned + " planned, " + allowed + " allowed, " + excess + " too much",
          .indonesian = indonesian + ": direncanakan " + planned + ", paling banyak " + allowed +
                        ", kelebihan " + excess};
}

MissingLicences MissingOf(const Breach& breach, const Base& base) {
  return TellApart(match::SellerOf(base.dataset, base.policy, breach.supplier), breach.value);
}

// Names who would hold the licences, which an aggregator does for all that sell through it.
Sentence SayLicence(const Breach& breach, const Base& base) {
  const MissingLicences missing = MissingOf(breach, base);
  const Names names = NamesOf(breach, base.dataset);
  Sentence sentence = SellerInWords(base.dataset, base.policy, breach.supplier);
  const Sentence ended = WithLastDays(missing.ended);
  if (missing.never_held.empty()) {
    sentence.english += " no longer holds what " + names.commodity + " requires: " + ended.english;
    sentence.indonesian += " tidak lagi memiliki izin untuk " + names.commodity + ": " + ended.indonesian;
    return sentence;
  }
  sentence.english += " lacks what " + names.commodity + " requires:";
  sentence.indonesian += " belum memiliki izin untuk " + names.commodity + ":";
  for (std::size_t i = 0; i < missing.never_held.size(); ++i) {
    const std::string name = (i == 0 ? " " : ", ") + missing.never_held[i];
    sentence.english += name, sentence.indonesian += name;
  }
  if (missing.ended.empty()) return sentence;
  sentence.english += "; ended: " + ended.english;
  sentence.indonesian += "; yang sudah berakhir: " + ended.indonesian;
  return sentence;
}

Sentence SayWrongDate(const Breach& breach, const match::Question& question) {
  const std::string& date = breach.value;
  if (date.empty()) {
    return {"several days are planned, and no date says which is meant",
            "beberapa hari direncanakan, dan tidak ada tanggal yang menunjukkannya"};
  }
  if (question.days > 1) {
    return {date + " isn't one of the planned days", date + " bukan salah satu hari yang direncanakan"};
  }
  if (!question.date) {
    return {date + " isn't the planned day; leave the date out, or plan that day (--date)",
            date + " bukan hari yang direncanakan; kosongkan tanggalnya, atau rencanakan hari itu (--date)"};
  }
  return {date + " isn't the planned day, which is " + ToIso(*question.date),
          date + " bukan hari yang direncanakan, yaitu " + ToIso(*question.date)};
}

Sentence SayOutOfRange(const Breach& breach, const Names& names, const Sentence& seller) {
  if (Metres{breach.planned} >= RegionDistance::kNoRoad) {
    return {"no road leads from " + seller.english + " to " + names.demand_point,
            "tidak ada jalan dari " + seller.indonesian + " ke " + names.demand_point};
  }
  const std::string road = Km({breach.planned}), limit = Km({breach.allowed});
  const std::string excess = Km({breach.planned - breach.allowed});
  return {seller.english + " is " + road + " away from " + names.demand_point + "; " + names.commodity +
              " may come from " + limit + " at most: " + excess + " too far",
          seller.indonesian + " berjarak " + road + " dari " + names.demand_point + "; " + names.commodity +
              " boleh berasal dari paling jauh " + limit + ", kelebihan " + excess};
}

Sentence SayDelivery(const Breach& breach, const Names& names, Grams quantum) {
  const auto& [demand, commodity, supplier] = names;
  const std::string planned = Kg(breach.planned, quantum), whole = Kg(breach.allowed, quantum);
  if (breach.planned == 0 || breach.planned >= breach.allowed) {
    return {supplier + " can bring " + demand + " no whole delivery of " + commodity + ", which is " + whole +
                " at least",
            supplier + " tidak dapat mengirim " + commodity + " secara utuh ke " + demand +
                ", yang paling sedikit " + whole};
  }
  return {planned + " of " + commodity + " of " + supplier + " for " + demand +
              " is no whole delivery; the next whole one is " + whole,
          planned + " " + commodity + " dari " + supplier + " untuk " + demand +
              " bukan pengiriman utuh; yang utuh berikutnya " + whole};
}

}  // namespace

std::string_view WordOf(const Breach& breach, const Base& base) {
  const bool ended = breach.rule == BrokenRule::kLicence && MissingOf(breach, base).never_held.empty();
  return ended ? "licence_ended" : ToWord(breach.rule);
}

Sentence Say(const Breach& breach, const Base& base) {
  const Names names = NamesOf(breach, base.dataset);
  const std::string& demand = names.demand_point;
  const std::string& commodity = names.commodity;
  const std::string& supplier = names.supplier;
  const Grams quantum = base.policy.quantum;
  // Who sells to the kitchen.
  const Sentence seller =
      breach.supplier == kNone ? Sentence() : SellerInWords(base.dataset, base.policy, breach.supplier);
  const std::string aggregator =
      breach.supplier == kNone ? "" : match::SellerOf(base.dataset, base.policy, breach.supplier).id;
  const bool sells_through = aggregator != supplier;
  switch (breach.rule) {
    case BrokenRule::kUnknownDemandPoint:
      return SayUnknown(breach, "demand point", "titik permintaan");
    case BrokenRule::kUnknownCommodity:
      return SayUnknown(breach, "commodity", "komoditas");
    case BrokenRule::kUnknownSupplier:
      return SayUnknown(breach, "supplier", "pemasok");
    case BrokenRule::kWrongDate:
      return SayWrongDate(breach, base.question);
    case BrokenRule::kNoRequirement: {
      const bool days = base.question.days > 1 && breach.date;
      const std::string day = days ? ToIso(*breach.date) : "the planned day";
      const std::string hari = days ? "tanggal " + ToIso(*breach.date) : "hari itu";
      return {demand + " needs no " + commodity + " on " + day + ", or isn't asked about",
              demand + " tidak membutuhkan " + commodity + " pada " + hari +
                  ", atau di luar wilayah yang diminta"};
    }
    case BrokenRule::kNoOffer:
      return {supplier + " doesn't offer " + commodity, supplier + " tidak menawarkan " + commodity};
    case BrokenRule::kInactive:
      return {supplier + " is inactive", supplier + " tidak aktif"};
    case BrokenRule::kNotAvailable:
      return {supplier + "'s offer of " + commodity + " isn't available that day",
              "tawaran " + commodity + " dari " + supplier + " tidak tersedia pada hari itu"};
    case BrokenRule::kLicence:
      return SayLicence(breach, base);
    case BrokenRule::kPriceCeiling:
      return {supplier + " asks " + RupiahPerKg(breach.planned) + " for " + commodity + ", " +
                  Rupiah(breach.planned - breach.allowed) + " above the ceiling of " +
                  RupiahPerKg(breach.allowed),
              supplier + " meminta " + RupiahPerKg(breach.planned) + " untuk " + commodity + ", " +
                  Rupiah(breach.planned - breach.allowed) + " di atas harga tertinggi " +
                  RupiahPerKg(breach.allowed)};
    case BrokenRule::kBlocked:
      return SayBlocked(base.dataset, base.policy, breach.supplier, breach.demand_point);
    case BrokenRule::kRelatedParty:
      return SayRelated(base.dataset, base.policy, breach.supplier, breach.demand_point);
    case BrokenRule::kOutOfRange:
      return SayOutOfRange(breach, names, seller);
    case BrokenRule::kTravelTime:
      return {seller.english + " is " + Number(breach.planned) + " minutes away from " + demand + "; " +
                  commodity + " may take " + Number(breach.allowed) + " at most",
              seller.indonesian + " berjarak " + Number(breach.planned) + " menit dari " + demand + "; " +
                  commodity + " paling lama " + Number(breach.allowed) + " menit"};
    case BrokenRule::kProbation:
      return {supplier + " is new: of the " + commodity +
                  " that it may sell yet nothing is left, or less than a whole delivery",
              supplier + " pemasok baru: " + commodity +
                  " yang sudah boleh dijualnya habis, atau kurang dari satu pengiriman utuh"};
    case BrokenRule::kSoldBefore:
      return {supplier + " has nothing left of " + commodity +
                  (sells_through ? " that " + aggregator + ", through which it sells, could handle" : "") +
                  ": others have taken it, or it is less than " + Kg(1, quantum),
              supplier + " tidak punya sisa " + commodity +
                  (sells_through ? " yang dapat ditangani " + aggregator + ", tempat ia menjual" : "") +
                  ": sudah diambil pihak lain, atau kurang dari " + Kg(1, quantum)};
    case BrokenRule::kNotWholeQuanta:
      return {Kg(breach.planned, {1}) + " isn't a multiple of " + Kg(1, quantum) + "; what counts is " +
                  Kg(breach.allowed, {1}),
              Kg(breach.planned, {1}) + " bukan kelipatan " + Kg(1, quantum) + "; yang dihitung " +
                  Kg(breach.allowed, {1})};
    case BrokenRule::kLaneCap:
      return SayExcess(breach, quantum, commodity + " of one supplier, " + supplier + ", at " + demand,
                       commodity + " dari satu pemasok, " + supplier + ", di " + demand);
    case BrokenRule::kOfferCapacity:
      return SayExcess(breach, quantum, commodity + " of " + supplier, commodity + " dari " + supplier);
    case BrokenRule::kSupplierCapacity:
      return SayExcess(breach, quantum, "everything of " + supplier, "semua dari " + supplier);
    case BrokenRule::kNeed:
      return SayExcess(breach, quantum, commodity + " for " + demand, commodity + " untuk " + demand);
    case BrokenRule::kFirstLeg:
      return {"the road from " + supplier + " to " + aggregator +
                  ", through which it sells, is too long: " + breach.value,
              "jalan dari " + supplier + " ke " + aggregator +
                  ", tempat ia menjual, terlalu jauh: " + breach.value};
    case BrokenRule::kHandling:
      return SayExcess(breach, quantum, "everything through " + aggregator, "semua lewat " + aggregator);
    case BrokenRule::kContract:
      if (breach.allowed == 0) {
        return {"the contract of " + supplier + " with " + demand + " allows no " + commodity,
                "kontrak " + supplier + " dengan " + demand + " tidak mengizinkan " + commodity};
      }
      return SayExcess(breach, quantum,
                       commodity + " of " + supplier + " for " + demand + " by their contract",
                       commodity + " dari " + supplier + " untuk " + demand + " menurut kontraknya");
    case BrokenRule::kDelivery:
      return SayDelivery(breach, names, quantum);
  }
  return {};
}

}  // namespace pasok::study
