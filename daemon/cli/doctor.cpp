// tt-bringup doctor
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "modes.hpp"
#include "print.hpp"
#include "protocol/gen/messages.hpp"
#include "protocol/wire.hpp"
#include "server/checks.hpp"
#include "server/convert.hpp"
#include "terminal_daemon.hpp"

namespace tt::cli {
namespace {

asio::awaitable<int> check_and_print(server::Daemon& daemon, bool json) {
  const std::vector<doctor::Check> checks = co_await server::run_checks(daemon);
  const std::string report = server::checks_report(daemon, checks);
  if (json) {
    protocol::MachineCheckResult result;
    for (const doctor::Check& check : checks) result.checks.push_back(server::to_wire(check));
    result.report = report;
    print(stdout, "{}\n", protocol::dump(protocol::encode(result)));
  } else {
    print(stdout, "{}", report);
  }
  co_return std::ranges::any_of(checks, [](const doctor::Check& check) { return check.status == doctor::Status::kFail; }) ? 1 : 0;
}

}  // namespace

int doctor(const server::Places& places, bool json) {
  return with_daemon(places, [json](server::Daemon& daemon) { return check_and_print(daemon, json); });
}

}  // namespace tt::cli
