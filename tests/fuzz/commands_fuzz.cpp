// Any bytes as a manifest: what is accepted expands, with an argument's bytes inside one element.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "commands/expand.hpp"
#include "commands/manifest.hpp"
#include "require.hpp"

namespace commands = tt::commands;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<commands::Problem> problems;
  const auto manifest = commands::parse_manifest(text, problems);
  require(manifest || !problems.empty());
  if (!manifest) return 0;
  const commands::ExpandContext context{"/pack", "python3", "/tt-metal", "/home/u", "/work"};
  for (const commands::CommandSpec& command : manifest->commands) {
    const auto arguments = commands::check_arguments(command, std::vector<commands::Value>{});
    if (!arguments || command.kind != commands::CommandKind::kJob) continue;
    const auto invocation = commands::expand(command, *arguments, context);
    if (invocation) require(invocation->argv.size() == command.argv.size() && invocation->cwd.starts_with('/'));
  }
  for (const commands::LessonManifest& lesson : manifest->lessons) require(!lesson.file.contains('/'));
  return 0;
}
