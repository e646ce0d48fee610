#include "world.hpp"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <stdexcept>

#include "base/files.hpp"
#include "base/log.hpp"
#include "base/uri.hpp"
#include "origin.hpp"

namespace tt::session {
namespace {

namespace fs = std::filesystem;

// So many that a clone takes long enough to be cancelled in its middle.
constexpr int kOriginFiles = 400;

fs::path make_temporary_folder() {
  std::string name = (fs::temp_directory_path() / "tt-session-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  return fs::canonical(name);
}

const Origins& origins() {
  static const Origins made;
  return made;
}

}  // namespace

World::World() : root_(make_temporary_folder()) {
  fs::create_directories(home());
  system_.add_box("n150");
  fs::create_directories(system_root() / "run/tt-device-broker");
  // What a reset runs: a program of that name where people install it.
  const fs::path tools = home() / ".tenstorrent-venv/bin";
  fs::create_directories(tools);
  if (!write_file_atomically(tools / "tt-smi", "#!/bin/sh\necho \"tt-smi $*\"\n", 0755)) throw std::runtime_error("write tt-smi");
}

World::~World() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

fs::path World::packs() const { return fs::path(TT_SESSION_ROOT) / "packs"; }

Bindings World::names() const {
  return {{"home", home().string()},
          {"home_uri", uri::from_path(home())},
          {"state", state().string()},
          {"system", system_root().string()},
          {"card", (system_root() / system_.card_folder(0)).string()},
          {"sensors", (system_root() / system_.sensor_folder(0)).string()},
          {"packs", packs().string()},
          {"packs_uri", uri::from_path(packs())},
          {"bounty_pack", fs::canonical(fs::path(TT_SESSION_ROOT) / "../../walkthroughs/bounty-program").string()},
          {"more_packs", (fs::path(TT_SESSION_ROOT) / "more_packs").string()}};
}

std::size_t World::jobs() const {
  std::error_code ignored;
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(state() / "jobs", ignored)) count += entry.is_directory(ignored) ? 1 : 0;
  return count;
}

std::string origin_url() { return origins().url("tt-metal"); }

void make_origin() {
  static const bool made = [] {
    origins().make("tt-metal", kOriginFiles);
    return true;
  }();
  static_cast<void>(made);
}

void prepare_process() {
  static const bool prepared = [] {
    ::signal(SIGPIPE, SIG_IGN);
    log::set_level(log::Level::kError);
    ::setenv("PATH", "/usr/bin:/bin", 1);
    ::setenv("TT_BRINGUP_TEST_CLONE_URL", origin_url().c_str(), 1);
    ::setenv("TT_TEST_TOKEN", "swordfish", 1);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
      limit.rlim_cur = limit.rlim_max;
      ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    return true;
  }();
  static_cast<void>(prepared);
}

}  // namespace tt::session
