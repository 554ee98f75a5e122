#include "tests/match/tiny.h"

#include <stdexcept>
#include <vector>

#include "engine/register/read.h"
#include "tests/match/toy.h"

namespace pasok::match {

Tiny ReadTiny(const Files& instead) {
  Files files{
      {"regions.csv",
       "code,name,lat,lng,circuity\n"
       "61,Kalbar,,,\n"
       "61.01,Sambas,,,\n"
       "61.01.01,Sambas,,,\n"
       "61.01.01.2001,Satu,1.36,109.30,\n"
       "61.01.01.2002,Dua,1.30,109.25,\n"
       "61.02,Mempawah,,,\n"
       "61.02.01,Mempawah Hilir,,,\n"
       "61.02.01.2001,Tiga,0.30,109.00,\n"},
      {"suppliers.csv", "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\n"},
      {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n"},
      {"demand_points.csv", "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"},
  };
  for (const auto& [name, content] : instead) files[name] = content;
  std::vector<RegisterFile> registers;
  for (const auto& [name, content] : files) registers.push_back({.name = name, .content = content});
  DatasetReading reading = ReadDataset(registers, nullptr);
  if (!reading.dataset) throw std::runtime_error("tiny: " + Lines(reading.findings));
  return {.dataset = *std::move(reading.dataset), .policy = reading.own_policy.value_or(BuiltInPolicy())};
}

Instance InstanceOf(const Tiny& tiny, const Question& question) {
  InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, question);
  if (!reading.instance) throw std::runtime_error("tiny: " + Lines(reading.findings));
  return *std::move(reading.instance);
}

}  // namespace pasok::match
