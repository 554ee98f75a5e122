#include "engine/flow/dimacs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>
#include <span>
#include <system_error>
#include <utility>

namespace pasok::flow {
namespace {

constexpr std::size_t kMostFields = 6;  // of a line that means something

// Splits a line; `count` goes on counting past kMostFields.
struct Fields {
  std::array<std::string_view, kMostFields> text;
  std::size_t count = 0;
};

Fields Split(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r";
  Fields fields;
  for (std::size_t at = line.find_first_not_of(kBlank); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(kBlank, at), line.size());
    if (fields.count < kMostFields) fields.text[fields.count] = line.substr(at, end - at);
    ++fields.count;
    at = line.find_first_not_of(kBlank, end);
  }
  return fields;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  DimacsReading Read() {
    for (std::size_t at = 0; at < text_.size() && !error_;) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      ++line_;
      ReadLine(Split(text_.substr(at, end - at)));
      at = end + 1;
    }
    if (!error_) CheckEnd();
    if (error_)
      return {.problem = {}, .error = DimacsError{.line = std::max<std::int64_t>(line_, 1), .what = *error_}};
    return {.problem = std::move(problem_), .error = std::nullopt};
  }

 private:
  void ReadLine(const Fields& fields) {
    if (fields.count == 0) return;
    const std::string_view kind = fields.text[0];
    if (kind.starts_with('c')) return;
    if (kind == "p") return ReadShape(fields);
    if (kind != "n" && kind != "a") return Fail("a line begins with c, p, n or a, not " + Quoted(kind));
    if (!shaped_) return Fail("the p line must come before this one");
    if (kind == "n") return ReadNode(fields);
    ReadArc(fields);
  }

  void ReadShape(const Fields& fields) {
    if (shaped_) return Fail("a second p line");
    if (fields.count != 4 || fields.text[1] != "min") return Fail("expected 'p min NODES ARCS'");
    std::array<std::int64_t, 2> shape{};
    if (!ReadNumbers(fields, 2, shape)) return;
    if (shape[0] < 0 || shape[1] < 0) return Fail("a negative count");
    if (shape[0] > kMostDimacsNodes) return Fail("more than " + std::to_string(kMostDimacsNodes) + " nodes");
    problem_.supply.resize(static_cast<std::size_t>(shape[0]), 0);
    named_.resize(problem_.supply.size(), false);
    arcs_ = shape[1];
    shaped_ = true;
  }

  void ReadNode(const Fields& fields) {
    std::array<std::int64_t, 2> node{};
    if (fields.count != 3) return Fail("expected 'n NODE SUPPLY'");
    if (!ReadNumbers(fields, 1, node) || !CheckNode(node[0])) return;
    const auto v = static_cast<std::size_t>(node[0] - 1);
    if (named_[v]) return Fail("a second supply of node " + std::to_string(node[0]));
    named_[v] = true;
    problem_.supply[v] = node[1];
  }

  void ReadArc(const Fields& fields) {
    std::array<std::int64_t, 5> arc{};
    if (fields.count != 6) return Fail("expected 'a TAIL HEAD LOWER UPPER COST'");
    if (!ReadNumbers(fields, 1, arc)) return;
    const auto [tail, head, lower, upper, cost] = arc;
    if (!CheckNode(tail) || !CheckNode(head)) return;
    if (problem_.arcs() == arcs_)
      return Fail("more arcs than the " + std::to_string(arcs_) + " of the p line");
    const bool unlimited = upper == -1 && lower >= 0;
    if (!unlimited && lower > upper) return Fail("the lower bound is above the upper bound");
    problem_.AddArc(static_cast<std::int32_t>(tail - 1), static_cast<std::int32_t>(head - 1),
                    unlimited ? kNoBound : upper, cost, lower);
  }

  void CheckEnd() {
    if (!shaped_) return Fail("no p line");
    if (problem_.arcs() != arcs_) {
      Fail("the p line says " + std::to_string(arcs_) + " arcs, and there are " +
           std::to_string(problem_.arcs()));
    }
  }

  bool ReadNumbers(const Fields& fields, std::size_t first, std::span<std::int64_t> numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::string_view text = fields.text[first + i];
      const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
      if (fault != std::errc() || end != text.data() + text.size()) {
        Fail(Quoted(text) + " is not an integer of 64 bits");
        return false;
      }
    }
    return true;
  }

  bool CheckNode(std::int64_t number) {
    if (number >= 1 && number <= problem_.nodes()) return true;
    Fail("node " + std::to_string(number) + " is not among the " + std::to_string(problem_.nodes()) +
         " of the p line");
    return false;
  }

  static std::string Quoted(std::string_view text) {
    std::string quoted = "'";
    quoted.append(text.substr(0, 40));
    return quoted += '\'';
  }

  void Fail(std::string what) { error_ = std::move(what); }

  std::string_view text_;
  std::int64_t line_ = 0;
  bool shaped_ = false;
  std::int64_t arcs_ = 0;
  std::vector<bool> named_;  // nodes with an n line
  Problem problem_;
  std::optional<std::string> error_;
};

}  // namespace

DimacsReading ReadDimacs(std::string_view text) { return Reader(text).Read(); }

void WriteDimacs(const Problem& problem, std::ostream& out) {
  out << "p min " << problem.nodes() << ' ' << problem.arcs() << '\n';
  for (std::int32_t v = 0; v < problem.nodes(); ++v) {
    if (problem.supply[v] != 0) out << "n " << v + 1 << ' ' << problem.supply[v] << '\n';
  }
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    out << "a " << problem.tail[a] + 1 << ' ' << problem.head[a] + 1 << ' ' << problem.lower[a] << ' '
        << (problem.upper[a] == kNoBound && problem.lower[a] >= 0 ? -1 : problem.upper[a]) << ' '
        << problem.cost[a] << '\n';
  }
}

}  // namespace pasok::flow
