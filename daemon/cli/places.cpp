#include "places.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "jobdir/paths.hpp"

namespace tt::cli {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string home_folder() {
  if (std::string home = variable("HOME"); !home.empty()) return home;
  const passwd* user = ::getpwuid(::getuid());
  return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : "/";
}

Result<fs::path> find_packs(const fs::path& program_folder) {
  if (const std::string set = variable("TT_BRINGUP_PACKS"); !set.empty()) return fs::path(set);
  std::error_code ignored;
  // build/tt-bringup in a checkout; dist/bin/tt-bringup in the installed extension.
  for (const char* candidate : {"../walkthroughs", "../../walkthroughs"}) {
    fs::path folder = fs::weakly_canonical(program_folder / candidate, ignored);
    if (!ignored && fs::is_directory(folder, ignored)) return folder;
  }
  return fail(ErrorKind::kNotFound, fmt::format("There are no lesson packs near {}.", program_folder.string()),
              "Set TT_BRINGUP_PACKS to the folder that holds them.");
}

Result<fs::path> this_program() {
  std::error_code failure;
  fs::path program = fs::read_symlink("/proc/self/exe", failure);
  if (failure) return fail(ErrorKind::kIo, "This program can't tell where it lies: /proc is not mounted.");
  return program;
}

}  // namespace

Result<fs::path> find_bundled_packs() {
  const Result<fs::path> program = this_program();
  if (!program) return std::unexpected(program.error());
  return find_packs(program->parent_path());
}

Result<server::Places> find_places() {
  const Result<fs::path> program = this_program();
  if (!program) return std::unexpected(program.error());
  const Result<fs::path> state = jobdir::resolve_state_root(jobdir::state_environment());
  if (!state) return std::unexpected(state.error());
  const Result<fs::path> packs = find_packs(program->parent_path());
  if (!packs) return std::unexpected(packs.error());
  server::Places places;
  places.state_root = *state;
  places.supervisor = program->parent_path() / "tt-bringup-supervisor";
  places.git_module = program->parent_path() / "tt-bringup-git.so";
  places.packs = *packs;
  if (const std::string root = variable("TT_BRINGUP_SYSROOT"); !root.empty()) places.system_root = root;
  places.home = home_folder();
  return places;
}

}  // namespace tt::cli
