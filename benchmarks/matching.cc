// matching: our engine over every eligible lane against LEMON's network simplex on the same lanes listed, as
// Markdown tables on standard output. Every answer is checked (equal costs, the flows' cost recomputed, the
// dual value over all lanes by a plain loop); a wrong one ends the run. Figures are those of the run with the
// median wall time. With --ablation, instead, what each idea of our engine is worth.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/markets/growth.h"
#include "benchmarks/markets/named_markets.h"
#include "benchmarks/markets/runs.h"
#include "engine/match/exact/ideas.h"

namespace {

using pasok::benchmarks::Market;
using pasok::benchmarks::NamedMarket;
using pasok::benchmarks::OurRun;
using pasok::benchmarks::PeerRun;
using pasok::benchmarks::SizeAndTime;
using pasok::benchmarks::Stage;
using pasok::match::exact::Ideas;
using pasok::match::exact::kIdeas;

constexpr double kLongSeconds = 10;  // from there on one run does

struct Options {
  std::vector<std::string> instances = {"S", "S-all", "M", "M1", "M2", "province", "crumbs", "scarce"};
  int repetitions = 3;
  int threads = 2;
  std::string peers = "on";
  bool all = false;
  bool ablation = false;
  std::string growth;
};

struct Row {
  const NamedMarket* market = nullptr;
  OurRun ours;
  std::optional<PeerRun> lemon;
};

// The run with the median of `seconds`.
template <class Run>
Run Median(int repetitions, const std::function<Run()>& measure, double (*seconds)(const Run&)) {
  std::vector<Run> runs;
  while (static_cast<int>(runs.size()) < repetitions) {
    runs.push_back(measure());
    if (seconds(runs.back()) >= kLongSeconds) break;
  }
  std::ranges::sort(runs, {}, seconds);
  return runs[runs.size() / 2];
}

Row Measure(const NamedMarket& named, const Options& options) {
  std::cerr << "matching: " << named.name << '\n';
  const Market market = named.make();
  Row row{.market = &named, .ours = {}, .lemon = std::nullopt};
  row.ours = Median<OurRun>(
      options.repetitions, [&] { return MeasureOurs(market, options.threads); },
      [](const OurRun& run) { return run.solve.wall_seconds; });
  if (options.peers == "off" || !(named.listed || options.all)) return row;
  row.lemon = Median<PeerRun>(
      options.repetitions, [&] { return MeasureLemon(market, options.threads); },
      [](const PeerRun& run) { return run.solve_seconds; });
  if (row.lemon->objective != row.ours.objective) throw std::runtime_error("the objectives differ");
  return row;
}

double Megabytes(std::int64_t bytes) { return static_cast<double>(bytes) / 1e6; }

void PrintAnswers(const std::vector<Row>& rows) {
  std::printf(
      "| market | offers | requirements | eligible lanes | wall s | CPU s | first wall s | MB | lanes held | "
      "pivots | short kg | proof again s |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  for (const Row& row : rows) {
    const OurRun& run = row.ours;
    std::printf("| %s | %lld | %lld | %lld | %.3f | %.3f | %.3f | %.0f | %lld | %lld | %lld | %.3f |\n",
                row.market->name, static_cast<long long>(run.offers),
                static_cast<long long>(run.requirements), static_cast<long long>(run.lanes),
                run.solve.wall_seconds, run.solve.cpu_seconds, run.first.wall_seconds,
                Megabytes(run.first.extra_bytes), static_cast<long long>(run.lanes_held),
                static_cast<long long>(run.iterations), static_cast<long long>(run.short_quanta),
                run.proof.wall_seconds);
  }
}

void PrintPeers(const std::vector<Row>& rows) {
  if (std::ranges::none_of(rows, [](const Row& row) { return row.lemon.has_value(); })) return;
  std::printf(
      "\n| market | lanes listed | Pasok wall s | Pasok CPU s | LEMON CPU s | times as fast by wall | by CPU "
      "| by first wall | Pasok MB | LEMON MB | of its memory |\n"
      "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  for (const Row& row : rows) {
    if (!row.lemon) continue;
    const OurRun& ours = row.ours;
    const double theirs = row.lemon->solve_seconds;
    std::printf(
        "| %s | %lld | %.3f | %.3f | %.3f | %.1f | %.1f | %.1f | %.0f | %.0f | %.3f |\n", row.market->name,
        static_cast<long long>(row.lemon->lanes), ours.solve.wall_seconds, ours.solve.cpu_seconds, theirs,
        theirs / ours.solve.wall_seconds, theirs / ours.solve.cpu_seconds, theirs / ours.first.wall_seconds,
        Megabytes(ours.first.extra_bytes), Megabytes(row.lemon->cost.extra_bytes),
        static_cast<double>(ours.first.extra_bytes) / static_cast<double>(row.lemon->cost.extra_bytes));
  }
}

// A column for each stage that any run had.
void PrintStages(const std::vector<Row>& rows) {
  std::vector<std::string_view> names;
  for (const Row& row : rows) {
    for (const Stage& stage : row.ours.stages) {
      const std::string_view name = stage.name.data();
      if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  std::printf("\n| market: wall s of |");
  for (const std::string_view name : names) std::printf(" %s |", std::string(name).c_str());
  std::printf("\n|---|");
  for (std::size_t i = 0; i < names.size(); ++i) std::printf("--:|");
  for (const Row& row : rows) {
    std::printf("\n| %s |", row.market->name);
    for (const std::string_view name : names) {
      const auto found = std::ranges::find_if(row.ours.stages,
                                              [&](const Stage& stage) { return name == stage.name.data(); });
      std::printf(found == row.ours.stages.end() ? " |" : " %.3f |", found->wall_seconds);
    }
  }
  std::printf("\n");
}

// Wall time against offers + requirements, over the markets on the curve; the points also go to a file.
void PrintGrowth(const std::vector<Row>& rows, const std::string& path) {
  std::vector<SizeAndTime> wall, cpu;
  std::ofstream file(path);
  file << "market,offers_and_requirements,wall_seconds,cpu_seconds\n";
  for (const Row& row : rows) {
    if (!row.market->on_the_curve) continue;
    const std::int64_t size = row.ours.offers + row.ours.requirements;
    file << row.market->name << ',' << size << ',' << row.ours.solve.wall_seconds << ','
         << row.ours.solve.cpu_seconds << '\n';
    wall.push_back({static_cast<double>(size), row.ours.solve.wall_seconds});
    cpu.push_back({static_cast<double>(size), row.ours.solve.cpu_seconds});
  }
  if (!file) throw std::runtime_error("cannot write " + path);
  if (wall.size() < 2) throw std::runtime_error("growth needs two sizes at least");
  std::printf("\nTime grows as (offers + requirements)^%.2f; processor time, as ^%.2f.\n",
              pasok::benchmarks::GrowthExponent(wall), pasok::benchmarks::GrowthExponent(cpu));
}

OurRun MeasureWith(const Market& market, const Options& options, int repetitions, const Ideas& ideas) {
  return Median<OurRun>(
      repetitions, [&] { return MeasureOurs(market, options.threads, ideas); },
      [](const OurRun& run) { return run.solve.cpu_seconds; });
}

// Processor time and memory with each idea left out, over those with all: a column of each for each market.
// Every ratio is to the same run, which is therefore the median of three at least. The search is left out
// only where all lanes fit as well as they do for peers.
void PrintAblation(const Options& options) {
  std::vector<std::string> lines(std::size(kIdeas));
  std::string head = "| left out |", rule = "|---|", base = "| nothing |";
  for (const std::string& name : options.instances) {
    const NamedMarket& named = *pasok::benchmarks::FindMarket(name);
    const Market market = named.make();
    std::cerr << "matching: " << name << " with all ideas\n";
    const OurRun all = MeasureWith(market, options, std::max(3, options.repetitions), {});
    const auto print = [](std::string& line, const char* format, double seconds, double megabytes) {
      std::array<char, 64> cells{};
      std::snprintf(cells.data(), cells.size(), format, seconds, megabytes);
      line += cells.data();
    };
    head += " " + name + ": CPU s | MB |";
    rule += "--:|--:|";
    print(base, " %.3f | %.0f |", all.solve.cpu_seconds, Megabytes(all.first.extra_bytes));
    for (std::size_t i = 0; i < std::size(kIdeas); ++i) {
      if (kIdeas[i].idea == &Ideas::search && !named.listed) {
        lines[i] += " | |";
        continue;
      }
      std::cerr << "matching: " << name << " without " << kIdeas[i].name << '\n';
      Ideas ideas;
      ideas.*kIdeas[i].idea = false;
      const OurRun without = MeasureWith(market, options, options.repetitions, ideas);
      if (without.objective != all.objective) throw std::runtime_error("the objectives differ");
      print(lines[i], " x %.2f | x %.2f |", without.solve.cpu_seconds / all.solve.cpu_seconds,
            static_cast<double>(without.first.extra_bytes) / static_cast<double>(all.first.extra_bytes));
    }
  }
  std::printf("%s\n%s\n%s\n", head.c_str(), rule.c_str(), base.c_str());
  for (std::size_t i = 0; i < std::size(kIdeas); ++i)
    std::printf("| %s |%s\n", kIdeas[i].name, lines[i].c_str());
}

void Run(const Options& options) {
  if (options.ablation) return PrintAblation(options);
  std::vector<Row> rows;
  for (const std::string& name : options.instances) {
    rows.push_back(Measure(*pasok::benchmarks::FindMarket(name), options));
  }
  PrintAnswers(rows);
  PrintPeers(rows);
  PrintStages(rows);
  if (!options.growth.empty()) PrintGrowth(rows, options.growth);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::string names;
  std::vector<std::string> known;
  for (const NamedMarket& market : pasok::benchmarks::NamedMarkets()) {
    known.emplace_back(market.name);
    names += "\n  " + std::string(market.name) + ": " + market.what;
  }
  CLI::App app("Our matching engine against LEMON's network simplex on seeded markets:" + names);
  app.add_option("--instances", options.instances, "Which markets")
      ->delimiter(',')
      ->check(CLI::IsMember(known).description(""))
      ->capture_default_str();
  app.add_option("--repeat", options.repetitions, "Medians of so many; a run of 10 s and more isn't repeated")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--threads", options.threads, "Of ours; LEMON has one")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--peers", options.peers, "Whether LEMON solves S, S-all and M as well")
      ->check(CLI::IsMember({"on", "off"}).description(""))
      ->type_name("on|off")
      ->capture_default_str();
  app.add_flag("--all", options.all, "LEMON on the larger markets too: minutes, and 80 bytes for each lane");
  app.add_flag("--ablation", options.ablation,
               "Only our engine, with each of its ideas left out in turn: what that costs");
  app.add_option("--growth", options.growth,
                 "Write sizes and times of S, M, M1, M2 and the province to this CSV");
  CLI11_PARSE(app, argc, argv);
  try {
    Run(options);
  } catch (const std::exception& fault) {
    std::cerr << "matching: " << fault.what() << '\n';
    return 1;
  }
}
