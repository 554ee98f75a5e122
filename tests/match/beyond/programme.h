// Integer programmes for CBC, and the network of an instance as one: what the oracles of rules beyond the
// network add their own rows to.
#pragma once

#include <optional>
#include <vector>

#include "engine/match/lanes/lane.h"

namespace pasok::match {

// Least cost over columns within their bounds, each row's sum between its least and most.
struct Programme {
  static constexpr double kMuch = 1e30;  // no limit

  struct Column {
    double lower = 0, upper = 0, cost = 0;
    bool is_integer = false;
    std::vector<int> row = {};
    std::vector<double> coefficient = {};
  };
  std::vector<Column> columns;
  std::vector<double> row_lower, row_upper;

  int AddRow(double lower, double upper) {
    row_lower.push_back(lower), row_upper.push_back(upper);
    return static_cast<int>(row_lower.size()) - 1;
  }
  int AddColumn(double lower, double upper, double cost, bool is_integer) {
    columns.push_back({.lower = lower, .upper = upper, .cost = cost, .is_integer = is_integer});
    return static_cast<int>(columns.size()) - 1;
  }
  void Add(int row, int column, double coefficient) {
    columns[column].row.push_back(row), columns[column].coefficient.push_back(coefficient);
  }

  // Per column; nullopt: nothing fits. Stops the test where CBC finds neither.
  std::optional<std::vector<double>> Solve() const;
};

// The rows of needs and capacities in a programme, and the columns of what is short.
struct NetworkRows {
  NetworkRows(const Instance& instance, Programme& programme);

  // A column that carries so many quanta on a lane.
  void AddLane(std::int32_t offer, std::int32_t requirement, int column, double quanta) const;
  // A column for each transfer, in whole quanta, and for each store that several share a row for each night.
  void AddTransfers() const;

  const Instance& instance;
  Programme& programme;
  std::vector<int> need, offer, supplier, aggregator, shortage;
};

}  // namespace pasok::match
