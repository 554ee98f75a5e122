// Start here: what may be typed after `pasok`, as commands that take arguments, options and flags.
//
// CLI11 does the reading. This folder's command.cc and parse.cc alone include it, since it adds seconds to
// the compilation of whatever does.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pasok::client {

enum class ExitCode : int;
class Session;
struct Parsed;

// What a command does. It ends with an exit code or throws a Failure.
using Job = std::function<ExitCode(Session&)>;

// Both ends belong to it.
struct Range {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

// An argument, an option or a flag of a command: a handle, valid as long as the command is. What is said of
// it answers the handle again.
class Parameter {
 public:
  // The command is wrong without it.
  Parameter Required() const;
  // Only where `other` isn't given.
  Parameter Excludes(Parameter other) const;
  // One of the words.
  Parameter OneOf(std::vector<std::string> words) const;
  // A value of which `fault` has nothing to say; else its sentence follows the parameter's name.
  Parameter Check(std::function<std::string(const std::string& text)> fault) const;

  // For the help: what a value is (unless said, nothing for an argument, else "TEXT" or "FLOAT"), the heading
  // that it stands under (unless said, "Options" or "Positionals"), and another sentence than it was added
  // with.
  Parameter Type(const std::string& word) const;
  Parameter Heading(const std::string& heading) const;
  Parameter Help(const std::string& help) const;

 private:
  friend class Command;
  explicit Parameter(CLI::Option* option) : option_(option) {}

  CLI::Option* option_;
};

// A command: a handle, and its copies are the same command. What its parameters are read into outlives the
// parsing and, where nothing is typed, keeps its value.
class Command {
 public:
  // The program, which does nothing by itself. Its options may be typed behind any command's too.
  Command(const std::string& name, const std::string& help);

  // --version prints it.
  void Version(const std::string& version);
  // Ends the help.
  void Footer(const std::string& text);

  // A command below this one, and one that only has commands below it.
  Command Add(const std::string& name, const std::string& help);
  Command AddGroup(const std::string& name, const std::string& help);

  // What it does, with the options that are answered, for its parameters to be read into. They live as long
  // as any copy of the command, or of its job.
  template <typename Options>
  Options& Does(ExitCode (*work)(Session&, const Options&)) {
    const auto options = std::make_shared<Options>();
    SetJob([work, options](Session& session) { return work(session, *options); });
    return *options;
  }

  // `work` does it from now on, with what it did so far at hand. REQUIRES: it does something by now.
  void Around(std::function<ExitCode(Session&, const Job& job)> work);

  // By its place among the words; several texts are all that are left. `name` is for the help and the faults.
  Parameter Argument(const std::string& name, std::string& into, const std::string& help);
  Parameter Argument(const std::string& name, std::vector<std::string>& into, const std::string& help);

  // By its names, "--time-limit,--deadline", with a value. Several texts have commas between them,
  // (blanks around them do not count), and their option may come again; any other may not.
  Parameter Option(const std::string& names, std::string& into, const std::string& help);
  Parameter Option(const std::string& names, std::vector<std::string>& into, const std::string& help);
  Parameter Option(const std::string& names, double& into, const std::string& help);

  // An option whose value is a whole number in decimal digits; zeros in front mean nothing.
  // REQUIRES: `into` can hold the range.
  template <std::integral Integer>
  Parameter Number(const std::string& names, Integer& into, Range range, const std::string& help) {
    return AddNumber(names, range, help,
                     [&into](std::uint64_t number) { into = static_cast<Integer>(number); });
  }

  // An option whose value is one of the words, each with what it stands for. They are its type too.
  template <typename Value>
  Parameter Choice(const std::string& names, Value& into,
                   const std::type_identity_t<std::vector<std::pair<std::string, Value>>>& words,
                   const std::string& help) {
    std::vector<std::string> choices;
    for (const auto& [word, value] : words) choices.push_back(word);
    return AddChoice(names, choices, help,
                     [&into, words](std::size_t chosen) { into = words[chosen].second; });
  }

  // By its names, without a value: true where it is typed.
  Parameter Flag(const std::string& names, bool& into, const std::string& help);

  // The parameter of that name. REQUIRES: there is one.
  Parameter Find(const std::string& name) const;

 private:
  friend Parsed Parse(const Command& program, int argc, const char* const* argv);

  Command(std::shared_ptr<CLI::App> app, std::shared_ptr<Job> job)
      : app_(std::move(app)), job_(std::move(job)) {}

  void SetJob(Job job);
  Parameter AddNumber(const std::string& names, Range range, const std::string& help,
                      std::function<void(std::uint64_t number)> take);
  Parameter AddChoice(const std::string& names, const std::vector<std::string>& words,
                      const std::string& help, std::function<void(std::size_t chosen)> take);

  std::shared_ptr<CLI::App> app_;
  std::shared_ptr<Job> job_;  // of the command that was typed; the program and all its commands share it
  std::shared_ptr<Job> own_job_ = std::make_shared<Job>();  // of this one
};

}  // namespace pasok::client
