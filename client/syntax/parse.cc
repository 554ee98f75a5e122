#include "client/syntax/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

#include "client/text.h"

namespace pasok::client {
namespace {

// The app, the parsed command, and the parsed command's own, if any.
std::vector<const CLI::App*> Chain(const CLI::App& app) {
  std::vector<const CLI::App*> chain = {&app};
  while (!chain.back()->get_subcommands().empty()) chain.push_back(chain.back()->get_subcommands().front());
  return chain;
}

const CLI::Option* Find(const std::vector<const CLI::App*>& chain, const std::string& name) {
  for (const CLI::App* app : chain) {
    if (const CLI::Option* option = app->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

bool TakesValue(const CLI::Option* option) {
  return option != nullptr && option->get_items_expected_min() > 0;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known,
                       const std::string& before) {
  const std::string nearest(Nearest(word, {known.begin(), known.end()}));
  return nearest.empty() ? "" : "; did you mean `" + before + nearest + "`?";
}

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    commands.push_back(command->get_name());
  return commands;
}

// Where the first argument that is neither an option nor one's value is no command: which one may have been
// meant. Empty otherwise.
std::string UnknownCommand(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.starts_with('-')) {
      if (TakesValue(app.get_option_no_throw(word))) ++i;
      continue;
    }
    const std::vector<std::string> commands = CommandsOf(app);
    if (std::ranges::find(commands, word) != commands.end()) return "";
    return "there is no command '" + Printable(word) + "'" + DidYouMean(word, commands, "pasok ");
  }
  return "";
}

// The first option that there is not, and which one may have been meant. Empty otherwise.
std::string UnknownOption(const std::vector<const CLI::App*>& chain, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--") return "";
    if (!argument.starts_with('-') || argument == "-") continue;
    const std::string name = argument.substr(0, argument.find('='));
    if (const CLI::Option* option = Find(chain, name)) {
      if (name == argument && TakesValue(option)) ++i;
      continue;
    }
    std::vector<std::string> known;
    for (const CLI::App* app : chain) {
      for (const CLI::Option* option : app->get_options()) {
        for (const std::string& word : option->get_lnames()) known.push_back("--" + word);
      }
    }
    return "there is no option '" + Printable(name) + "'" + DidYouMean(name, known, "");
  }
  return "";
}

std::string Unexpected(const CLI::App& app) {
  std::string words;
  for (const std::string& word : app.remaining(/*recurse=*/true))
    words += (words.empty() ? "'" : ", '") + Printable(word) + "'";
  return "too many arguments: " + words;
}

std::string CommandOf(const CLI::App& app) {
  std::string words;
  for (const CLI::App* part : Chain(app)) words += (words.empty() ? "" : " ") + part->get_name();
  return words;
}

// Why parsing the arguments ended with `error`, which isn't a call for help.
Failure WrongUsage(const CLI::App& app, const CLI::ParseError& error, int argc, const char* const* argv) {
  const std::vector<const CLI::App*> chain = Chain(app);
  const bool lacks_command = !CommandsOf(*chain.back()).empty();
  const std::string hint =
      "`" + CommandOf(app) + " --help` lists " + (lacks_command ? "the commands." : "what it takes.");
  if (const std::string unknown = UnknownCommand(app, argc, argv); !unknown.empty())
    return {ExitCode::kUsage, unknown, hint};
  if (const std::string unknown = UnknownOption(chain, argc, argv); !unknown.empty())
    return {ExitCode::kUsage, unknown, hint};
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
    return {ExitCode::kUsage, Unexpected(app), hint};
  if (lacks_command) return {ExitCode::kUsage, "which command?", hint};
  return {ExitCode::kUsage, error.what(), hint};
}

// Of parsed arguments: one that is there but empty, as a script's unset variable leaves it.
std::optional<Failure> EmptyArgument(const CLI::App& app) {
  for (const CLI::App* part : Chain(app)) {
    for (const CLI::Option* option : part->get_options()) {
      const auto& given = option->results();
      if (std::ranges::find(given, "") == given.end()) continue;
      return Failure(
          ExitCode::kUsage, option->get_name() + ": is there, but empty",
          option->get_required() ? "Say what it shall be." : "Say what it shall be, or leave it out.");
    }
  }
  return std::nullopt;
}

}  // namespace

Parsed Parse(const Command& program, int argc, const char* const* argv) {
  CLI::App& app = *program.app_;
  Parsed parsed;
  try {
    app.parse(argc, argv);
    parsed.wrong = EmptyArgument(app);
    parsed.job = *program.job_;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // help was asked for, or the version
      std::ostringstream text;
      app.exit(error, text, text);
      parsed.text = text.str();
    } else {
      parsed.wrong = WrongUsage(app, error, argc, argv);
    }
  }
  parsed.command = CommandOf(app);
  return parsed;
}

}  // namespace pasok::client
