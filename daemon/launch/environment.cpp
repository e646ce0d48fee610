#include "environment.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "jobdir/redact.hpp"

namespace tt::launch {
namespace {

bool belongs_to_editor(std::string_view name) {
  constexpr std::array<std::string_view, 4> kPrefixes = {"VSCODE_", "ELECTRON_", "CODE_SERVER_", "TT_BRINGUP_"};
  constexpr std::array<std::string_view, 4> kNames = {"NODE_OPTIONS", "PASSWORD", "HASHED_PASSWORD", "BROWSER"};
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); }) ||
         std::ranges::find(kNames, name) != kNames.end();
}

void set(Variables& variables, const std::string& name, const std::string& value) {
  const auto found = std::ranges::find(variables, name, &Variables::value_type::first);
  if (found == variables.end()) {
    variables.emplace_back(name, value);
  } else {
    found->second = value;
  }
}

}  // namespace

std::string value_of(const Variables& variables, std::string_view name) {
  const auto found = std::ranges::find(variables, name, &Variables::value_type::first);
  return found == variables.end() ? std::string() : found->second;
}

Variables current_environment() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Variables job_environment(const Variables& inherited, const Variables& added) {
  Variables variables;
  for (const auto& variable : inherited) {
    if (!belongs_to_editor(variable.first)) variables.push_back(variable);
  }
  set(variables, "TERM", "xterm-256color");
  set(variables, "PYTHONUNBUFFERED", "1");
  for (const auto& [name, value] : added) set(variables, name, value);
  return variables;
}

Variables tt_metal_environment(const std::string& tt_metal, const Variables& inherited) {
  Variables variables = {{"TT_METAL_HOME", tt_metal}, {"PYTHONPATH", tt_metal}};
  std::error_code ignored;
  const std::string libraries = tt_metal + "/build/lib";
  if (std::filesystem::is_directory(libraries, ignored)) {
    const auto before = std::ranges::find(inherited, "LD_LIBRARY_PATH", &Variables::value_type::first);
    const bool has_more = before != inherited.end() && !before->second.empty();
    variables.emplace_back("LD_LIBRARY_PATH", has_more ? libraries + ":" + before->second : libraries);
  }
  const std::string python = tt_metal + "/python_env";
  if (std::filesystem::is_directory(python, ignored)) {
    variables.emplace_back("VIRTUAL_ENV", python);
    variables.emplace_back("PYTHON_ENV_DIR", python);
  }
  return variables;
}

void add_missing(Variables& variables, const Variables& more) {
  for (const auto& [name, value] : more) {
    const auto found = std::ranges::find(variables, name, &Variables::value_type::first);
    if (found == variables.end() || found->second.empty()) set(variables, name, value);
  }
}

std::vector<std::string> secret_names(const Variables& variables) {
  std::vector<std::string> names;
  for (const auto& [name, value] : variables) {
    if (jobdir::is_secret_name(name)) names.push_back(name);
  }
  return names;
}

}  // namespace tt::launch
