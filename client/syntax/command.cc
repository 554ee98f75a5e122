#include "client/syntax/command.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "client/syntax/values.h"

namespace pasok::client {

Parameter Parameter::Required() const { return Parameter(option_->required()); }

Parameter Parameter::Excludes(Parameter other) const { return Parameter(option_->excludes(other.option_)); }

Parameter Parameter::OneOf(std::vector<std::string> words) const {
  return Check([words = std::move(words)](const std::string& text) { return WordFault(text, words); });
}

Parameter Parameter::Check(std::function<std::string(const std::string& text)> fault) const {
  return Parameter(option_->check(std::move(fault)));
}

Parameter Parameter::Type(const std::string& word) const { return Parameter(option_->type_name(word)); }

Parameter Parameter::Heading(const std::string& heading) const { return Parameter(option_->group(heading)); }

Parameter Parameter::Help(const std::string& help) const { return Parameter(option_->description(help)); }

Command::Command(const std::string& name, const std::string& help)
    : app_(std::make_shared<CLI::App>(help, name)), job_(std::make_shared<Job>()) {
  app_->require_subcommand(1);
  app_->fallthrough();
}

void Command::Version(const std::string& version) { app_->set_version_flag("--version", version); }

void Command::Footer(const std::string& text) { app_->footer(text); }

Command Command::Add(const std::string& name, const std::string& help) {
  return {app_->get_subcommand_ptr(app_->add_subcommand(name, help)), job_};
}

Command Command::AddGroup(const std::string& name, const std::string& help) {
  Command group = Add(name, help);
  group.app_->require_subcommand(1);
  return group;
}

void Command::SetJob(Job job) {
  *own_job_ = std::move(job);
  app_->callback([slot = job_, job = own_job_] { *slot = *job; });
}

void Command::Around(std::function<ExitCode(Session&, const Job& job)> work) {
  *own_job_ = [job = *own_job_, work = std::move(work)](Session& session) { return work(session, job); };
}

Parameter Command::Argument(const std::string& name, std::string& into, const std::string& help) {
  return Parameter(app_->add_option(name, into, help)->type_name(""));
}

Parameter Command::Argument(const std::string& name, std::vector<std::string>& into,
                            const std::string& help) {
  return Parameter(app_->add_option(name, into, help)->type_name(""));
}

Parameter Command::Option(const std::string& names, std::string& into, const std::string& help) {
  return Parameter(app_->add_option(names, into, help));
}

Parameter Command::Option(const std::string& names, std::vector<std::string>& into, const std::string& help) {
  CLI::Option* const option = app_->add_option(names, into, help)->delimiter(',')->allow_extra_args(false);
  option->transform([](std::string item) { return CLI::detail::trim(item); }, "");
  return Parameter(option);
}

Parameter Command::Option(const std::string& names, double& into, const std::string& help) {
  return Parameter(app_->add_option(names, into, help)).Check(NumberFault);
}

Parameter Command::AddNumber(const std::string& names, Range range, const std::string& help,
                             std::function<void(std::uint64_t number)> take) {
  // CLI11 would read 010 as 8.
  const auto read = [take = std::move(take)](const CLI::results_t& given) {
    take(ReadWholeNumber(given.front()).value());
    return true;
  };
  return Parameter(app_->add_option(names, read, help))
      .Check([range](const std::string& text) { return WholeNumberFault(text, range); })
      .Type("N");
}

Parameter Command::AddChoice(const std::string& names, const std::vector<std::string>& words,
                             const std::string& help, std::function<void(std::size_t chosen)> take) {
  std::string type;
  for (const std::string& word : words) type += (type.empty() ? "" : "|") + word;
  const auto read = [words, take = std::move(take)](const CLI::results_t& given) {
    take(static_cast<std::size_t>(std::ranges::find(words, given.front()) - words.begin()));
    return true;
  };
  return Parameter(app_->add_option(names, read, help)).OneOf(words).Type(type);
}

Parameter Command::Flag(const std::string& names, bool& into, const std::string& help) {
  return Parameter(app_->add_flag(names, into, help));
}

Parameter Command::Find(const std::string& name) const { return Parameter(app_->get_option(name)); }

}  // namespace pasok::client
