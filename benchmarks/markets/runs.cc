#include "benchmarks/markets/runs.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "benchmarks/markets/listed_lanes.h"
#include "benchmarks/peers/peers.h"
#include "engine/match/exact/exact.h"
#include "engine/match/feasible.h"
#include "engine/match/proof.h"

namespace pasok::benchmarks {
namespace {

constexpr double kLongSeconds = 10;

using SteadyClock = std::chrono::steady_clock;

match::Instance Build(const Market& market) {
  match::InstanceReading reading = match::BuildInstance(market.dataset, market.policy, match::Question{});
  if (!reading.instance) throw std::runtime_error("the market makes no instance");
  return *std::move(reading.instance);
}

// Hears where the time goes from what the engine says of its progress.
class StageClock {
 public:
  explicit StageClock(std::array<Stage, 12>& stages) : stages_(stages) { Begin("instance"); }

  void Hear(const match::Progress& progress) {
    if (progress.stage != std::string_view(stages_[now_].name.data())) Begin(progress.stage);
  }
  void Finish() { stages_[now_].wall_seconds += Since(); }

 private:
  double Since() const { return std::chrono::duration<double>(SteadyClock::now() - begun_).count(); }

  // A stage that comes back goes on where it was; there is room for as many names as engines have.
  void Begin(std::string_view name) {
    Finish();
    begun_ = SteadyClock::now();
    now_ = 0;
    while (stages_[now_].name[0] != '\0' && name != stages_[now_].name.data() && now_ + 1 < stages_.size())
      ++now_;
    name.substr(0, stages_[now_].name.size() - 1).copy(stages_[now_].name.data(), name.size());
  }

  std::array<Stage, 12>& stages_;
  std::size_t now_ = 0;
  SteadyClock::time_point begun_ = SteadyClock::now();
};

// The lanes look into the instance.
struct Solved {
  std::unique_ptr<const match::Instance> instance;
  std::unique_ptr<const match::LaneRule> lanes;
  match::MatchResult result;
};

Solved Solve(const Market& market, int threads, const match::exact::Ideas& ideas,
             std::array<Stage, 12>& stages) {
  stages = {};
  StageClock clock(stages);
  Solved solved;
  solved.instance = std::make_unique<const match::Instance>(Build(market));
  solved.lanes = std::make_unique<const match::LaneRule>(*solved.instance);
  solved.result =
      match::exact::Solve(*solved.instance, *solved.lanes, {.threads = threads}, ideas, StopToken(),
                          [&](const match::Progress& progress) { clock.Hear(progress); });
  clock.Finish();
  return solved;
}

OurRun SolveOurs(const Market& market, int threads, const match::exact::Ideas& ideas) {
  OurRun run;
  Meter meter;
  meter.Start();
  Solved solved = Solve(market, threads, ideas, run.stages);
  run.first = meter.Stop();
  run.solve = run.first;
  if (run.first.wall_seconds < kLongSeconds) {
    solved = {};
    Clock clock;
    clock.Start();
    solved = Solve(market, threads, ideas, run.stages);
    run.solve = clock.Stop();
  }
  const match::Instance& instance = *solved.instance;
  const match::LaneRule& lanes = *solved.lanes;
  const match::MatchResult& result = solved.result;
  if (!result.matching) throw std::runtime_error("no matching: " + result.refusal);
  const match::Matching& matching = *result.matching;

  meter.Start();
  const match::Proof proof =
      match::ProveOverAllLanes(instance, lanes, matching, threads, StopToken(), nullptr);
  run.proof = meter.Stop();
  if (matching.bound != matching.objective || proof.parts.value() != matching.objective)
    throw std::runtime_error("the dual value over all lanes differs from the objective");
  if (const std::optional<std::string> fault = match::FindFault(instance, lanes, matching))
    throw std::runtime_error(*fault);

  run.offers = std::ssize(instance.offers);
  run.requirements = std::ssize(instance.requirements);
  run.lanes = proof.lanes_eligible;
  run.lanes_held = matching.lanes_in_network;
  run.iterations = matching.iterations;
  run.objective = matching.objective;
  for (const std::int64_t quanta : matching.shortage) run.short_quanta += quanta;
  return run;
}

PeerRun SolveLemon(const Market& market, int threads) {
  const match::Instance instance = Build(market);
  const flow::Problem problem = ListLanes(instance, match::LaneRule(instance), threads);
  PeerRun run;
  Meter meter;
  meter.Start();
  const peers::Answer answer = peers::LemonNetworkSimplex(problem);
  run.cost = meter.Stop();
  if (answer.status != flow::Status::kOptimal) throw std::runtime_error("LEMON finds no optimum");
  run.solve_seconds = answer.seconds;
  run.objective = static_cast<std::int64_t>(answer.cost);
  run.lanes =
      std::ranges::count_if(problem.head, [&](std::int32_t node) { return problem.supply[node] < 0; });
  run.lanes -= std::ssize(instance.requirements);  // their arcs for the shortage
  return run;
}

}  // namespace

OurRun MeasureOurs(const Market& market, int threads, const match::exact::Ideas& ideas) {
  return Apart<OurRun>([&] { return SolveOurs(market, threads, ideas); });
}

PeerRun MeasureLemon(const Market& market, int threads) {
  return Apart<PeerRun>([&] { return SolveLemon(market, threads); });
}

}  // namespace pasok::benchmarks
