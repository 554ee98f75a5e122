#include <algorithm>
#include <numeric>
#include <vector>

#include "benchmarks/families/families.h"
#include "benchmarks/families/random.h"

namespace pasok::families {
namespace {

// Nodes: sources, then those on the way, then sinks.
class Maker {
 public:
  Maker(const NetgenShape& shape, std::uint64_t seed) : shape_(shape), random_(seed) {}

  flow::Problem Make() {
    problem_.supply.resize(shape_.nodes, 0);
    const std::vector<std::int64_t> supply =
        random_.Split(shape_.mean_supply * shape_.sources, shape_.sources);
    std::copy(supply.begin(), supply.end(), problem_.supply.begin());
    DealChains();
    DealSinks();
    for (std::int32_t s = 0; s < shape_.sources; ++s) AddSkeleton(s);
    AddRandomArcs();
    return problem_;
  }

 private:
  std::int32_t FirstSink() const { return shape_.nodes - shape_.sinks; }

  // Six in ten nodes go round the chains in turn, the others anywhere.
  void DealChains() {
    chain_.resize(shape_.sources);
    for (std::int32_t s = 0; s < shape_.sources; ++s) chain_[s].push_back(s);
    std::vector<std::int32_t> between(FirstSink() - shape_.sources);
    std::iota(between.begin(), between.end(), shape_.sources);
    random_.Shuffle(between);
    for (std::size_t i = 0; i < between.size(); ++i) {
      const bool in_turn = 10 * i < 6 * between.size();
      const std::size_t s = in_turn ? i % chain_.size() : random_.Below(shape_.sources);
      chain_[s].push_back(between[i]);
    }
  }

  // A chain serves sinks in proportion to its length, twice as many as there are on the whole; none is left
  // out.
  void DealSinks() {
    served_.resize(shape_.sources);
    for (std::int32_t k = 0; k < shape_.sinks; ++k) served_[k % shape_.sources].push_back(FirstSink() + k);
    const std::int64_t between = FirstSink() - shape_.sources;
    for (std::int32_t s = 0; s < shape_.sources; ++s) {
      const std::int64_t length = static_cast<std::int64_t>(chain_[s].size()) - 1;
      const std::int64_t wanted = std::min<std::int64_t>(2 * length * shape_.sinks / between, shape_.sinks);
      while (static_cast<std::int64_t>(served_[s].size()) < wanted) {
        const std::int32_t sink = FirstSink() + random_.Below(shape_.sinks);
        if (std::find(served_[s].begin(), served_[s].end(), sink) == served_[s].end())
          served_[s].push_back(sink);
      }
    }
  }

  void AddSkeleton(std::int32_t s) {
    const std::vector<std::int32_t>& chain = chain_[s];
    const std::int64_t supply = problem_.supply[s];
    for (std::size_t i = 1; i < chain.size(); ++i) {
      problem_.AddArc(chain[i - 1], chain[i], std::max(supply, kMostCapacity), random_.Cost());
    }
    const auto sinks = static_cast<std::int32_t>(std::min<std::int64_t>(served_[s].size(), supply));
    const std::vector<std::int64_t> share = random_.Split(supply, sinks);
    for (std::int32_t k = 0; k < sinks; ++k) {
      const std::int32_t from = chain[random_.Below(static_cast<std::int32_t>(chain.size()))];
      problem_.AddArc(from, served_[s][k], std::max(supply, std::int64_t{1}), random_.Cost());
      problem_.supply[served_[s][k]] -= share[k];
    }
  }

  // Evenly from all nodes but the sinks, to all but the sources.
  void AddRandomArcs() {
    for (std::int32_t from = 0; problem_.arcs() < shape_.arcs; from = (from + 1) % FirstSink()) {
      const std::int32_t to = shape_.sources + random_.Below(shape_.nodes - shape_.sources);
      if (to != from) problem_.AddArc(from, to, random_.Capacity(), random_.Cost());
    }
  }

  NetgenShape shape_;
  Random random_;
  flow::Problem problem_;
  std::vector<std::vector<std::int32_t>> chain_;   // of each source, which is its first node
  std::vector<std::vector<std::int32_t>> served_;  // sinks of each chain
};

}  // namespace

flow::Problem Netgen(const NetgenShape& shape, std::uint64_t seed) { return Maker(shape, seed).Make(); }

}  // namespace pasok::families
