// Picks what the program does: serve an editor, or one of the modes for a terminal.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/modes.hpp"
#include "cli/places.hpp"
#include "cli/print_error.hpp"
#include "protocol/gen/messages.hpp"
#include "server/serve.hpp"

namespace {

template <class Mode>
int with_places(Mode mode) {
  const tt::Result<tt::server::Places> places = tt::cli::find_places();
  if (places) return mode(*places);
  tt::cli::print_error(places.error());
  return 2;
}

int check_packs(const std::string& folder, const std::string& format) {
  const tt::Result<std::filesystem::path> bundled = tt::cli::find_bundled_packs();
  return tt::cli::check(folder, tt::cli::check_format(format).value_or(tt::cli::CheckFormat::kText),
                        bundled ? std::optional(*bundled) : std::nullopt);
}

// A program may be started without them: the next file that is opened would become standard output.
void open_standard_streams() {
  for (int fd = ::open("/dev/null", O_RDWR); fd >= 0; fd = ::open("/dev/null", O_RDWR)) {
    if (fd <= STDERR_FILENO) continue;
    ::close(fd);
    return;
  }
}

// Success only where what was printed has arrived.
int after_printing(int exit_code) {
  const bool arrived = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return exit_code == 0 && !arrived ? 1 : exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  CLI::App app{"Lessons, supervised jobs and checks for bringing models up on Tenstorrent hardware.", "tt-bringup"};
  app.set_version_flag("--version", fmt::format("tt-bringup {}", tt::protocol::kVersion));
  app.require_subcommand(1);

  app.add_subcommand("serve", "Speak JSON-RPC with an editor on standard input and output");

  std::string folder;
  std::string format = "text";
  CLI::App* check = app.add_subcommand("check", "Lint a lesson pack, or every pack in a folder of them");
  check->add_option("DIR", folder, "The pack's folder")->required();
  check->add_option("--format", format, "How to print what was found")->check(CLI::IsMember({"text", "json", "sarif"}));
  check->footer("Exit code: 0 without an error, 1 with at least one, 2 where there is no such folder.");

  std::string file;
  bool as_json = false;
  CLI::App* lesson = app.add_subcommand("lesson", "Print a lesson as the protocol's lesson/get has it");
  lesson->add_option("FILE", file, "The lesson's Markdown file")->required();
  lesson->add_flag("--json", as_json, "JSON, the only format there is");

  CLI::App* doctor = app.add_subcommand("doctor", "Check this machine, read-only");
  doctor->add_flag("--json", as_json, "JSON instead of text");

  tt::cli::RunOptions options;
  CLI::App* run = app.add_subcommand("run", "Run a declared command as a job and show its log");
  run->add_option("COMMAND", options.command, "The command's id, such as tenstorrent.practice.rmsnorm")->required();
  run->add_option("--arg", options.arguments, "An argument of the command, as name=value")->type_name("NAME=VALUE");
  run->add_flag("--yes", options.yes, "Run it without asking");

  CLI11_PARSE(app, argc, argv);
  if (*check) return after_printing(check_packs(folder, format));
  if (*lesson) return after_printing(tt::cli::lesson(file));
  if (*doctor) return after_printing(with_places([&](const auto& places) { return tt::cli::doctor(places, as_json); }));
  if (*run) return after_printing(with_places([&](const auto& places) { return tt::cli::run(places, options); }));
  return with_places([](const auto& places) { return tt::server::serve(places); });
}
