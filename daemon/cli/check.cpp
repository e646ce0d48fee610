// tt-bringup check DIR
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "check_report.hpp"
#include "lessons/pack_files.hpp"
#include "modes.hpp"
#include "print.hpp"
#include "print_error.hpp"
#include "server/library.hpp"

namespace tt::cli {
namespace {

namespace fs = std::filesystem;

// The places of a pack's problems, as an editor would show them.
std::vector<Finding> find_places(const packs::Pack& pack) {
  const Result<lessons::PackFiles> files = lessons::PackFiles::open(pack.root);
  std::map<std::string, std::string> texts;
  std::vector<Finding> findings;
  for (const lessons::Problem& problem : pack.problems) {
    Finding finding{problem, {}};
    if (files && problem.line > 0) {
      auto text = texts.find(problem.file);
      if (text == texts.end()) {
        text = texts.emplace(problem.file, files->read(problem.file, lessons::kLessonLimit).value_or(std::string())).first;
      }
      const authoring::TextPlaces places(text->second);
      if (!text->second.empty()) finding.range = places.range_of(authoring::place_of(problem, places));
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

bool lies_in(const fs::path& folder, const fs::path& path) {
  return path == folder || path.string().starts_with(folder.string() + "/");
}

}  // namespace

int check(const fs::path& folder, CheckFormat format, const std::optional<fs::path>& bundled) {
  std::error_code failure;
  const fs::path wanted = fs::canonical(folder, failure);
  if (failure || !fs::is_directory(wanted)) {
    print_error({ErrorKind::kNotFound, fmt::format("There is no folder {}.", folder.string()), {}});
    return 2;
  }
  // The bundled packs come along in any editor, so what they declare may be linked.
  std::vector<fs::path> folders = {wanted};
  if (bundled) folders.push_back(*bundled);
  const server::Library library = server::load_library(folders);
  std::vector<CheckedPack> checked;
  for (const packs::Pack& pack : library.packs) {
    if (!lies_in(wanted, pack.root)) continue;
    checked.push_back({pack.info.id, pack.root.string(), pack.lessons.size(), pack.manifest.commands.size(), find_places(pack)});
  }
  if (checked.empty()) {
    print_error({ErrorKind::kIo, fmt::format("The folder {} can't be read as a lesson pack.", wanted.string()), {}});
    return 2;
  }
  print(stdout, "{}", report(checked, format));
  return std::ranges::any_of(checked, [](const CheckedPack& pack) { return errors_in(pack) > 0; }) ? 1 : 0;
}

}  // namespace tt::cli
