#include "checks.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "commands/expand.hpp"
#include "doctor/report.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {
namespace {

std::string user_name() {
  const passwd* user = ::getpwuid(::getuid());
  return user != nullptr ? user->pw_name : "";
}

}  // namespace

asio::awaitable<std::vector<doctor::Check>> run_checks(Daemon& daemon) {
  doctor::DoctorInput input;
  input.root = daemon.places.system_root;
  const char* path = std::getenv("PATH");
  input.path_variable = path != nullptr ? path : "";
  input.home = daemon.places.home;
  input.tt_metal = co_await tt_metal_path(daemon);
  input.python = commands::expand_home(daemon.settings.pythonPath.value_or(""), daemon.places.home);
  co_return co_await offload(daemon.pool, [input] { return doctor::check_machine(input); });
}

std::string checks_report(const Daemon& daemon, const std::vector<doctor::Check>& checks) {
  return doctor::report(checks, {{"tt-bringup", std::string(protocol::kVersion)}}, {daemon.places.home, user_name()});
}

}  // namespace tt::server
