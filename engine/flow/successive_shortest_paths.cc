#include "engine/flow/successive_shortest_paths.h"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <utility>

#include "engine/flow/missing_bounds.h"

namespace pasok::flow {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

constexpr std::int64_t kUnlimited = std::int64_t{1} << 61;

struct StopAsked {};  // thrown through the library, which has no other way out

// Looks at the token once in a few thousand calls.
class Watch {
 public:
  explicit Watch(const StopToken& stop) : stop_(stop) {}
  void Tick() {
    if ((++ticks_ & 0xFFF) == 0 && stop_.Asked()) throw StopAsked{};
  }

 private:
  const StopToken& stop_;
  std::uint32_t ticks_ = 0;
};

// The library's network: 0 is the source, 1 + v the problem's node v, nodes + 1 the sink.
class Network {
 public:
  explicit Network(std::int32_t nodes) : nodes_(nodes) {}

  std::uint32_t source() const { return 0; }
  std::uint32_t sink() const { return static_cast<std::uint32_t>(nodes_) + 1; }
  static std::uint32_t Vertex(std::int32_t v) { return static_cast<std::uint32_t>(v) + 1; }

  // Returns a number for Flow.
  std::size_t Add(std::uint32_t from, std::uint32_t to, std::int64_t capacity, std::int64_t cost) {
    half_.push_back({.from = from, .to = to, .capacity = capacity, .cost = cost});
    half_.push_back({.from = to, .to = from, .capacity = 0, .cost = -cost});
    return half_.size() / 2 - 1;
  }

  void Run(Watch& watch) {
    const std::size_t edges = half_.size();
    std::vector<std::size_t> sorted(edges);
    for (std::size_t h = 0; h < edges; ++h) sorted[h] = h;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](std::size_t a, std::size_t b) { return half_[a].from < half_[b].from; });
    place_.resize(edges);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends(edges);
    std::vector<std::int64_t> capacity(edges), cost(edges);
    for (std::size_t i = 0; i < edges; ++i) {
      const Half& half = half_[sorted[i]];
      place_[sorted[i]] = i;
      ends[i] = {half.from, half.to};
      capacity[i] = half.capacity;
      cost[i] = half.cost;
    }
    const std::uint32_t vertices = sink() + 1;
    const Graph graph(boost::edges_are_sorted, ends.begin(), ends.end(), vertices);
    std::vector<Edge> reverse(edges);
    for (std::size_t h = 0; h < edges; ++h) {
      const std::size_t other = place_[h ^ 1];
      reverse[place_[h]] = Edge(ends[other].first, static_cast<std::uint32_t>(other));
    }

    const auto edge_index = get(boost::edge_index, graph);
    const auto vertex_index = get(boost::vertex_index, graph);
    const auto by_edge = [&](auto& values) {
      return boost::make_iterator_property_map(values.begin(), edge_index);
    };
    const auto by_vertex = [&](auto& values) {
      return boost::make_iterator_property_map(values.begin(), vertex_index);
    };
    const auto watched_cost = boost::make_function_property_map<Edge, std::int64_t>([&](const Edge& edge) {
      watch.Tick();
      return cost[get(edge_index, edge)];
    });
    // The library marks "no predecessor" by a default Edge, which is edge 0: as an arc out of the source to a
    // node, never to the sink, edge 0 is no predecessor of the sink, the only one that it asks about.
    std::vector<Edge> predecessor(vertices);
    std::vector<std::int64_t> distance(vertices, 0);
    residual_.resize(edges);
    price_.assign(vertices, 0);
    boost::successive_shortest_path_nonnegative_weights(
        graph, source(), sink(), by_edge(capacity), by_edge(residual_), watched_cost, by_edge(reverse),
        vertex_index, by_vertex(predecessor), by_vertex(distance), by_vertex(price_));
  }

  std::int64_t Flow(std::size_t arc) const { return residual_[place_[2 * arc + 1]]; }
  std::int64_t Price(std::int32_t v) const { return price_[Vertex(v)]; }

 private:
  struct Half {
    std::uint32_t from, to;
    std::int64_t capacity, cost;
  };

  std::int32_t nodes_;
  std::vector<Half> half_;          // an arc and its reverse side by side
  std::vector<std::size_t> place_;  // of each half among the graph's edges
  std::vector<std::int64_t> residual_, price_;
};

// kOptimal with flow and price, or kInfeasible. p as PriceMissingBounds makes it for these costs.
Solution SolveBounded(const Problem& problem, const std::vector<std::int64_t>& cost,
                      const std::vector<std::int64_t>& p, Watch& watch) {
  const std::int32_t nodes = problem.nodes();
  const std::int32_t arcs = problem.arcs();
  std::int64_t dearest = 0;
  for (const std::int64_t c : cost) dearest = std::max(dearest, std::abs(c));
  const std::int64_t artificial_cost = (nodes + std::int64_t{1}) * dearest + 1;
  const std::int64_t sink_potential = nodes == 0 ? 0 : *std::min_element(p.begin(), p.end());

  Network network(nodes);
  std::vector<std::size_t> artificial(nodes);
  for (std::int32_t v = 0; v < nodes; ++v) {
    artificial[v] = network.Add(network.source(), Network::Vertex(v), kUnlimited, artificial_cost - p[v]);
  }

  std::vector<std::int64_t> supply = problem.supply;
  std::vector<std::int64_t> span(arcs);
  std::vector<bool> filled(arcs, false);
  std::vector<std::size_t> number(arcs);
  for (std::int32_t a = 0; a < arcs; ++a) {
    const std::int32_t tail = problem.tail[a];
    const std::int32_t head = problem.head[a];
    const std::int64_t reduced = cost[a] + p[tail] - p[head];
    const bool bounded = problem.upper[a] != kNoBound;
    span[a] = bounded ? problem.upper[a] - problem.lower[a] : kUnlimited;
    filled[a] = bounded && reduced < 0;
    const std::int64_t base = problem.lower[a] + (filled[a] ? span[a] : 0);
    supply[tail] -= base;
    supply[head] += base;
    const std::int32_t from = filled[a] ? head : tail;
    const std::int32_t to = filled[a] ? tail : head;
    number[a] = network.Add(Network::Vertex(from), Network::Vertex(to), span[a], std::abs(reduced));
  }
  for (std::int32_t v = 0; v < nodes; ++v) {
    if (supply[v] > 0) network.Add(network.source(), Network::Vertex(v), supply[v], -p[v]);
    if (supply[v] < 0) network.Add(Network::Vertex(v), network.sink(), -supply[v], p[v] - sink_potential);
  }
  if (nodes > 0) network.Run(watch);

  Solution solution{.status = Status::kOptimal};
  for (const std::size_t arc : artificial) {
    if (network.Flow(arc) > 0) return {.status = Status::kInfeasible};
  }
  for (std::int32_t a = 0; a < arcs; ++a) {
    const std::int64_t sent = network.Flow(number[a]);
    solution.flow.push_back(problem.lower[a] + (filled[a] ? span[a] - sent : sent));
    solution.cost += Int128{cost[a]} * solution.flow[a];
  }
  for (std::int32_t v = 0; v < nodes; ++v) solution.price.push_back(network.Price(v) + p[v]);
  return solution;
}

}  // namespace

Solution SolveSuccessiveShortestPaths(const Problem& problem, const StopToken& stop) {
  Int128 total = 0;
  for (const std::int64_t supply : problem.supply) total += supply;
  if (total != 0) return {.status = Status::kInfeasible};
  if (stop.Asked()) return {.status = Status::kStopped};

  Watch watch(stop);
  try {
    std::vector<std::int64_t> p;
    const Status status = PriceMissingBounds(problem, stop, p);
    if (status == Status::kStopped) return {.status = status};
    if (status == Status::kOptimal) return SolveBounded(problem, problem.cost, p, watch);
    const std::vector<std::int64_t> free(problem.arcs(), 0);
    const std::vector<std::int64_t> zero(problem.nodes(), 0);
    const bool feasible = SolveBounded(problem, free, zero, watch).status == Status::kOptimal;
    return {.status = feasible ? Status::kUnbounded : Status::kInfeasible};
  } catch (const StopAsked&) {
    return {.status = Status::kStopped};
  }
}

}  // namespace pasok::flow
