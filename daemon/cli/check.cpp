// tt-bringup check DIR
#include <fmt/format.h>

#include <algorithm>

#include "modes.hpp"
#include "packs/pack.hpp"
#include "print.hpp"
#include "print_error.hpp"

namespace tt::cli {
namespace {

std::string_view name(lessons::Severity severity) {
  switch (severity) {
    case lessons::Severity::kError: return "error";
    case lessons::Severity::kWarning: return "warning";
    case lessons::Severity::kInfo: return "info";
  }
  return "";
}

// As compilers write it, so that editors can jump to the place.
void print_problem(const packs::Pack& pack, const lessons::Problem& problem) {
  const std::string path = (pack.root / problem.file).string();
  print(stdout, "{}:{}: {}: {} [{}]\n", path, std::max(problem.line, 1u), name(problem.severity), problem.message, problem.rule);
}

}  // namespace

int check(const std::filesystem::path& folder) {
  const Result<packs::Pack> pack = packs::load_pack(folder);
  if (!pack) {
    print_error(pack.error());
    return 2;
  }
  for (const lessons::Problem& problem : pack->problems) print_problem(*pack, problem);
  const auto errors = std::ranges::count(pack->problems, lessons::Severity::kError, &lessons::Problem::severity);
  print(stdout, "{}: {} lessons, {} commands, {} errors, {} other remarks\n", pack->info.id, pack->lessons.size(),
        pack->manifest.commands.size(), errors, pack->problems.size() - static_cast<std::size_t>(errors));
  return errors > 0 ? 1 : 0;
}

}  // namespace tt::cli
