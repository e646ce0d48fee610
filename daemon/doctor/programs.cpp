// The programs that work on a model starts: found, never run.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/program.hpp"
#include "checks.hpp"

namespace tt::doctor {
namespace {

namespace fs = std::filesystem;

// "version = 3.10.12" of a virtual environment's own note.
std::optional<Version3> version_of_environment(const fs::path& program) {
  const Result<std::string> text = read_file(program.parent_path().parent_path() / "pyvenv.cfg", 1 << 16);
  if (!text) return std::nullopt;
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view line = std::string_view(*text).substr(at, end - at);
    at = end + 1;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, line.find_first_of(" \t="));
    const std::size_t value = line.find_first_not_of(" \t", equals + 1);
    if ((key == "version" || key == "version_info") && value != std::string_view::npos) return parse_version(line.substr(value));
  }
  return std::nullopt;
}

// The one lib/python3.X beside bin; nothing where there are several, as it could be any.
std::optional<Version3> version_of_library(const fs::path& program) {
  std::optional<Version3> found;
  std::error_code error;
  for (fs::directory_iterator entry(program.parent_path().parent_path() / "lib", error), end; !error && entry != end;
       entry.increment(error)) {
    const std::optional<Version3> version = python_version_of_name(entry->path().filename().string());
    if (!version || !entry->is_directory(error)) continue;
    if (found) return std::nullopt;
    found = version;
  }
  return found;
}

std::optional<Version3> python_version(const fs::path& program) {
  std::error_code error;
  fs::path resolved = fs::canonical(program, error);
  if (error) resolved = program;
  if (const auto version = python_version_of_name(resolved.filename().string())) return version;
  if (const auto version = version_of_environment(program)) return version;
  return version_of_library(resolved);
}

}  // namespace

Check check_python(const DoctorInput& input) {
  Check check{"python", "Python", Status::kPass, {}, {}};
  const std::string wanted = input.python.empty() ? "python3" : expanded(input.python, input.home).string();
  const std::optional<fs::path> program = find_program(wanted, input.path_variable);
  if (!program) {
    check.status = Status::kFail;
    const bool is_path = wanted.find('/') != std::string::npos;
    const std::string name = shown(wanted, input.home);
    check.detail = is_path ? fmt::format("{} is no program that can be run.", name) : fmt::format("There is no {} on PATH.", name);
    check.remedy = input.python.empty() ? "Install Python 3.8 or newer, or name one in the setting tenstorrent.pythonPath."
                                        : "Correct the setting tenstorrent.pythonPath, or empty it to use python3 on PATH.";
    return check;
  }
  const std::string place = shown(*program, input.home);
  const std::optional<Version3> version = python_version(*program);
  if (!version) {
    check.status = Status::kUnknown;
    check.detail = fmt::format("{}; its version can't be told without starting it.", place);
    return check;
  }
  const std::string number = fmt::format("{}.{}", (*version)[0], (*version)[1]);
  check.detail = fmt::format("Python {} at {}", number, place);
  if (*version < Version3{3, 8, 0}) {
    check.status = Status::kWarn;
    check.detail += "; the practice steps need 3.8";
    check.remedy = "Install Python 3.8 or newer, or name one in the setting tenstorrent.pythonPath.";
  }
  return check;
}

Check check_git(const DoctorInput& input) {
  Check check{"git", "Git", Status::kPass, {}, {}};
  if (const std::optional<fs::path> program = find_program("git", input.path_variable)) {
    check.detail = shown(*program, input.home);
    return check;
  }
  check.status = Status::kWarn;
  check.detail = "There is no git on PATH. Cloning from here works without it; building tt-metal and sending in changes don't.";
  check.remedy = "Install it, on Debian and Ubuntu with: sudo apt install git";
  return check;
}

Check check_tt_smi(const DoctorInput& input, const Hardware& hardware) {
  Check check{"tt-smi", "tt-smi", Status::kPass, {}, {}};
  if (const std::optional<fs::path> program = find_program("tt-smi", input.path_variable)) {
    check.detail = shown(*program, input.home);
    return check;
  }
  // Where tt-installer and pip --user put it, which the PATH of an editor seldom holds.
  if (!input.home.empty()) {
    const std::array<fs::path, 2> usual = {input.home / ".local/bin", input.home / ".tenstorrent-venv/bin"};
    if (const std::optional<fs::path> program = find_program("tt-smi", {}, usual)) {
      check.detail = fmt::format("{} (not on PATH)", shown(*program, input.home));
      return check;
    }
  }
  if (!hardware.has_cards()) {
    check.detail = "Not installed; without a card it isn't needed.";
    return check;
  }
  check.status = Status::kWarn;
  check.detail = "tt-smi was found neither on PATH nor in ~/.local/bin or ~/.tenstorrent-venv/bin. Resetting a card needs it.";
  check.remedy = "Install it with: pip install tt-smi";
  return check;
}

}  // namespace tt::doctor
