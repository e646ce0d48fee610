// Checks the machine, read-only.
#include <fmt/format.h>

#include <algorithm>

#include "actions.hpp"
#include "server/checks.hpp"
#include "server/convert.hpp"

namespace tt::server {

asio::awaitable<Result<protocol::CommandOutcome>> check_machine(ActionContext context) {
  const std::vector<doctor::Check> checks = co_await run_checks(context.daemon);
  protocol::CommandOutcome outcome;
  outcome.checks.emplace();
  for (const doctor::Check& check : checks) outcome.checks->push_back(to_wire(check));
  const auto failed = std::ranges::count(checks, doctor::Status::kFail, &doctor::Check::status);
  const auto warned = std::ranges::count(checks, doctor::Status::kWarn, &doctor::Check::status);
  outcome.message = fmt::format("{} checks: {} to fix, warnings: {}.", checks.size(), failed, warned);
  co_return outcome;
}

}  // namespace tt::server
