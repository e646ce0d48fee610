// Opens the list of open bounties on GitHub.
#include "actions.hpp"

namespace tt::server {
namespace {

// Bounties are open issues of tt-metal with this label; https://tenstorrent.github.io/bounty_terms.html, read 2026-08.
constexpr char kBountyLabelPage[] = "https://github.com/tenstorrent/tt-metal/labels/bounty";

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> browse_open_bounties(ActionContext context) {
  const Result<void> opened = co_await context.client.open_address(kBountyLabelPage);
  if (!opened) co_return std::unexpected(opened.error());
  co_return protocol::CommandOutcome{};
}

}  // namespace tt::server
