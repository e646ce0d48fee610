// Reads a model's configuration and reports what it is, what it takes and where it fits.
#include <fmt/format.h>

#include "inputs.hpp"
#include "models/inspection.hpp"
#include "report.hpp"

namespace tt::server {

asio::awaitable<Result<protocol::CommandOutcome>> inspect_model(ActionContext context) {
  const Result<ConfigFile> file = co_await ask_config(context);
  if (!file) co_return std::unexpected(file.error());
  co_return co_await deliver(context,
                             {"Model inspection", "markdown", models::inspection_report(file->config, file->path.string(), today()),
                              "model-inspection.md"});
}

}  // namespace tt::server
